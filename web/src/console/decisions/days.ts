// Days that a form begins with. The server checks them.

/** The same day three years before; 29 February begins on the 28th. */
export function threeYearsBefore(day: string): string {
  const [year = '0', month = '01', date = '01'] = day.split('-');
  return `${String(Number(year) - 3).padStart(4, '0')}-${month}-${month === '02' && date === '29' ? '28' : date}`;
}
