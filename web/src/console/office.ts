// The pages beside the alarm desk, in one piece of their own.
export { default as AdministrationPage } from './admin/AdministrationPage.svelte';
export { default as CaseList } from './cases/CaseList.svelte';
export { default as CasePage } from './cases/CasePage.svelte';
export { default as HistoryPage } from './tasks/HistoryPage.svelte';
export { default as HotspotsPage } from './hotspots/HotspotsPage.svelte';
export { default as ReportsPage } from './reports/ReportsPage.svelte';
export { default as LogPage } from './tasks/LogPage.svelte';
export { default as MeasureList } from './measures/MeasureList.svelte';
export { default as MeasurePage } from './measures/MeasurePage.svelte';
export { default as NewMeasure } from './measures/NewMeasure.svelte';
export { default as NewCase } from './cases/NewCase.svelte';
export { default as TasksPage } from './tasks/TasksPage.svelte';
export { default as WallPage } from './wall/WallPage.svelte';
export { default as ZonePage } from './zone/ZonePage.svelte';
