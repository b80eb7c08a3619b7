/** A map of visits without tiles: where each organization lies, by team; its table stands beside it. */
import type { FC } from 'hono/jsx';

interface MapPoint {
  readonly latitude: number;
  readonly longitude: number;
  readonly label: string;
  /** Place of the team in the season; none where no visit is planned. */
  readonly team: number | undefined;
}

const FILLS = ['#1d3c6e', '#c22c15', '#00703c', '#7a3e9d', '#a35c00'];
const SIZE = 480;
const MARGIN = 16;

/** Shapes differ by team as colours do: circle, square, triangle, diamond. */
const SHAPES: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `M${x - 6} ${y}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z`,
  (x, y) => `M${x - 5.5} ${y - 5.5}h11v11h-11Z`,
  (x, y) => `M${x} ${y - 7}l6.5 12h-13Z`,
  (x, y) => `M${x} ${y - 7.5}l7 7.5l-7 7.5l-7 -7.5Z`,
];

export const VisitMap: FC<{ points: readonly MapPoint[]; teams: readonly string[] }> = ({
  points,
  teams,
}) => {
  if (points.length === 0) return null;
  const at = projection(points);
  return (
    <figure class="figure">
      <ul class="legend">
        {teams.map((name, place) => (
          <li>
            <svg class="legend__mark" viewBox="0 0 16 16" aria-hidden="true">
              <path d={shapeOf(place)(8, 8)} fill={fillOf(place)} />
            </svg>
            {name}
          </li>
        ))}
        <li>
          <svg class="legend__mark" viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="2.5" fill="#8a8d91" />
          </svg>
          ไม่อยู่ในกำหนดการ
        </li>
      </ul>
      <svg class="map" viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-labelledby="visit-map">
        <title id="visit-map">ที่ตั้งของหน่วยงานที่จะนิเทศ แยกตามคณะ</title>
        <rect width={SIZE} height={SIZE} fill="#f2f5fb" />
        {points
          .toSorted((a, b) => (a.team ?? -1) - (b.team ?? -1))
          .map((point) => {
            const [x, y] = at(point);
            return point.team === undefined ? (
              <circle cx={x} cy={y} r="2.5" fill="#8a8d91" />
            ) : (
              <path d={shapeOf(point.team)(x, y)} fill={fillOf(point.team)} stroke="#fff">
                <title>{point.label}</title>
              </path>
            );
          })}
      </svg>
    </figure>
  );
};

function fillOf(place: number): string {
  return FILLS[place % FILLS.length] ?? '#1d3c6e';
}

function shapeOf(place: number): (x: number, y: number) => string {
  return SHAPES[place % SHAPES.length] ?? ((x, y) => `M${x} ${y}h1v1h-1Z`);
}

/** Degrees to the picture; a degree of longitude is a little shorter, which a sketch may ignore near the equator. */
function projection(points: readonly MapPoint[]) {
  const latitudes = points.map(({ latitude }) => latitude);
  const longitudes = points.map(({ longitude }) => longitude);
  const north = Math.max(...latitudes);
  const west = Math.min(...longitudes);
  const span = Math.max(north - Math.min(...latitudes), Math.max(...longitudes) - west, 0.05);
  const scale = (SIZE - 2 * MARGIN) / span;
  const middle = (SIZE - 2 * MARGIN - (Math.max(...longitudes) - west) * scale) / 2;
  const rounded = (figure: number) => Math.round(figure * 10) / 10;
  return ({ latitude, longitude }: MapPoint): [number, number] => [
    rounded(MARGIN + middle + (longitude - west) * scale),
    rounded(MARGIN + (north - latitude) * scale),
  ];
}
