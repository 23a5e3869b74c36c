//! Small plots as SVG: lines and dots on two axes, with a legend. Readable in black and white and without a script.
//!
//! Never here: what is plotted.

use std::fmt::Write;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 200.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 60.0;
/// Colours that colour-blind people tell apart, and a mark of its own for each.
const STYLES: [(&str, &str); 8] = [
    ("#1f4e79", ""),
    ("#b8480a", "7 4"),
    ("#3b7a3b", "2 3"),
    ("#7a3b7a", "10 3 2 3"),
    ("#666666", "4 2"),
    ("#0a7a8a", "1 2"),
    ("#8a6d0a", "12 4"),
    ("#000000", "3 6"),
];

/// How an axis is divided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scale {
    /// From the first to the second number.
    Linear(f64, f64),
    /// The same by powers of ten; what is below the first stands on it.
    Log(f64, f64),
}

impl Scale {
    /// 0 to 1.
    fn place(self, value: f64) -> f64 {
        let share = match self {
            Self::Linear(low, high) => (value - low) / (high - low),
            Self::Log(low, high) => (value.max(low) / low).ln() / (high / low).ln(),
        };
        share.clamp(0.0, 1.0)
    }
    fn ticks(self) -> Vec<f64> {
        match self {
            Self::Linear(low, high) => (0..=5).map(|n| low + (high - low) * f64::from(n) / 5.0).collect(),
            Self::Log(low, high) => {
                let mut ticks = Vec::new();
                let mut at = low;
                while at <= high * 1.001 {
                    ticks.push(at);
                    at *= 10.0;
                }
                ticks
            }
        }
    }
}

/// One line or cloud of dots.
#[derive(Debug, Clone)]
pub(super) struct Series {
    pub(super) name: String,
    pub(super) points: Vec<(f64, f64)>,
    pub(super) drawn: Drawn,
}

/// How a series is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawn {
    Line,
    LineAndDots,
    Dots,
}

/// A plot.
#[derive(Debug, Clone)]
pub(super) struct Plot {
    pub(super) title: String,
    pub(super) x: (String, Scale),
    pub(super) y: (String, Scale),
    pub(super) series: Vec<Series>,
}

impl Plot {
    /// The file.
    pub(super) fn svg(&self) -> String {
        let mut out = String::new();
        let head = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
             font-family=\"sans-serif\" font-size=\"12\">\n<title>{title}</title>\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n\
             <text x=\"{LEFT}\" y=\"24\" font-size=\"15\" fill=\"#111111\">{title}</text>\n",
            title = escaped(&self.title)
        );
        out.push_str(&head);
        self.axes(&mut out);
        for (n, series) in self.series.iter().enumerate() {
            let (colour, dash) = STYLES.get(n % STYLES.len()).copied().unwrap_or_default();
            self.draw(&mut out, series, (colour, dash));
            legend(&mut out, n, series, (colour, dash));
        }
        out.push_str("</svg>\n");
        out
    }

    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let across = LEFT + self.x.1.place(x) * (WIDTH - LEFT - RIGHT);
        let down = HEIGHT - BOTTOM - self.y.1.place(y) * (HEIGHT - TOP - BOTTOM);
        (across, down)
    }

    fn axes(&self, out: &mut String) {
        let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
        for tick in self.x.1.ticks() {
            let (x, _) = self.at((tick, 0.0));
            put(
                out,
                format_args!(
                    "<line x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom}\" stroke=\"#dddddd\"/>\n"
                ),
            );
            put(
                out,
                format_args!(
                    "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#333333\">{}</text>\n",
                    bottom + 18.0,
                    number(tick)
                ),
            );
        }
        for tick in self.y.1.ticks() {
            let y = HEIGHT - BOTTOM - self.y.1.place(tick) * (HEIGHT - TOP - BOTTOM);
            put(
                out,
                format_args!(
                    "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{right}\" y2=\"{y:.1}\" stroke=\"#dddddd\"/>\n"
                ),
            );
            put(
                out,
                format_args!(
                    "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#333333\">{}</text>\n",
                    LEFT - 6.0,
                    y + 4.0,
                    number(tick)
                ),
            );
        }
        put(
            out,
            format_args!(
                "<rect x=\"{LEFT}\" y=\"{TOP}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#333333\"/>\n",
                right - LEFT,
                bottom - TOP
            ),
        );
        put(
            out,
            format_args!(
                "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#111111\">{}</text>\n",
                (LEFT + right) / 2.0,
                HEIGHT - 18.0,
                escaped(&self.x.0)
            ),
        );
        let middle = (TOP + bottom) / 2.0;
        put(
            out,
            format_args!(
                "<text transform=\"translate(18 {middle:.1}) rotate(-90)\" text-anchor=\"middle\" fill=\"#111111\">{}</text>\n",
                escaped(&self.y.0)
            ),
        );
    }

    fn draw(&self, out: &mut String, series: &Series, (colour, dash): (&str, &str)) {
        let points: Vec<(f64, f64)> = series.points.iter().map(|point| self.at(*point)).collect();
        if series.drawn != Drawn::Dots {
            let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
            put(
                out,
                format_args!(
                    "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>\n",
                    path.join(" ")
                ),
            );
        }
        if series.drawn != Drawn::Line {
            for (x, y) in points {
                put(out, format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{colour}\"/>\n"));
            }
        }
    }
}

fn legend(out: &mut String, n: usize, series: &Series, (colour, dash): (&str, &str)) {
    let y = TOP + 12.0 + 20.0 * super::super::course::real(n);
    let x = WIDTH - RIGHT + 12.0;
    if series.drawn == Drawn::Dots {
        put(out, format_args!("<circle cx=\"{:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{colour}\"/>\n", x + 12.0));
    } else {
        put(
            out,
            format_args!(
                "<line x1=\"{x:.1}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>\n",
                x + 24.0
            ),
        );
    }
    put(
        out,
        format_args!(
            "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"#111111\">{}</text>\n",
            x + 30.0,
            y + 4.0,
            escaped(&series.name)
        ),
    );
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    out.write_fmt(text).unwrap_or_default();
}

/// As short as it can be said.
fn number(value: f64) -> String {
    if value >= 10.0 || value == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{}", (value * 1e4).round() / 1e4)
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
