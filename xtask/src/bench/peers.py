"""The peers of `bench tracking` on the same town, each in a temporary folder on a free port of its own.

Called by the task with the folder of the data and the folder of PostgreSQL's programs (or '-'). Prints one JSON object. A rate is
updates in a second of processor time of whatever does the work (the server of Redis and of PostgreSQL, this process for
Shapely), so that other work on the machine changes none of them.
"""
import json, os, pathlib, pwd, shutil, socket, subprocess, sys, tempfile, time

data, programs = pathlib.Path(sys.argv[1]), sys.argv[2]
near = float((data / "near.txt").read_text())


def rows(name):
    with open(data / name) as file:
        for line in file:
            yield line.rstrip("\n").split(",")


def points(ring):
    return [tuple(map(float, point.split())) for point in ring.split(";")]


zones = [ring for _, ring in rows("zones.csv")]
pairs = [rings for _, *rings in rows("pairs.csv")]
updates = [(int(pair), int(side), lon, lat) for pair, side, lon, lat in rows("updates.csv")]


def both():
    """Of every update: its pair, where its offender is then, and where its protected person is."""
    places = {}
    for pair, side, lon, lat in updates:
        now = places.setdefault(pair, [points(pairs[pair][0])[0]] * 2)
        now[side] = (float(lon), float(lat))
        yield pair, now[0], now[1]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def processor(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def redis(folder):
    if not shutil.which("redis-server"):
        return {"missing": "apt-get install redis-server"}
    port = free_port()
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL)
    try:
        line = None
        until = time.monotonic() + 30
        while line is None:
            try:
                line = socket.create_connection(("127.0.0.1", port))
            except OSError:
                if time.monotonic() > until:
                    return {"failed": "it does not answer"}
        answers = line.makefile("rb")

        def say(*words):
            return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in (str(w).encode() for w in words))

        def run(commands, lines):
            for first in range(0, len(commands), 1000):
                some = commands[first:first + 1000]
                line.sendall(b"".join(some))
                for _ in some:
                    for _ in range(lines(answers.readline())):
                        answers.readline()

        run([say("GEOADD", "t", *points(p[0])[0], f"{n}:{s}") for n, p in enumerate(pairs) for s in (0, 1)], lambda _: 0)
        commands = []
        for pair, side, lon, lat in updates:
            commands.append(say("GEOADD", "t", lon, lat, f"{pair}:{side}") + say("GEODIST", "t", f"{pair}:0", f"{pair}:1", "m"))
        before, begun = processor(server.pid), time.monotonic()
        for first in range(0, len(commands), 500):
            some = commands[first:first + 500]
            line.sendall(b"".join(some))
            for _ in some:
                answers.readline()
                if answers.readline()[:1] == b"$":
                    answers.readline()
        spent = processor(server.pid) - before
        return {"pair_and_zones_per_s": round(len(updates) / max(spent, 0.01)), "without_zones": True,
                "wall_per_s": round(len(updates) / (time.monotonic() - begun))}
    finally:
        server.terminate()
        server.wait()


def shapely_():
    try:
        import numpy, shapely
    except ImportError:
        return {"missing": "pip install shapely numpy"}
    xy = numpy.array([(float(lon), float(lat)) for _, _, lon, lat in updates])
    places = shapely.points(xy)
    areas = [shapely.Polygon(points(ring)) for ring in zones]
    shapely.prepare(areas)
    tree = shapely.STRtree(areas)
    begun = time.thread_time()
    hits = tree.query(places, predicate="intersects").shape[1]
    of_point = time.thread_time() - begun
    told = list(both())
    a, b = numpy.radians(numpy.array([t[1] for t in told])), numpy.radians(numpy.array([t[2] for t in told]))
    perimeters = [[shapely.Polygon(points(ring)) for ring in rings] for rings in pairs]
    for some in perimeters:
        shapely.prepare(some)
    of = numpy.array([t[0] for t in told])
    fences = [numpy.array([some[n] for some in perimeters], dtype=object)[of] for n in range(3)]
    where = numpy.array([t[1] for t in told])
    begun = time.thread_time()
    half = numpy.sin((b[:, 1] - a[:, 1]) / 2) ** 2 + numpy.cos(a[:, 1]) * numpy.cos(b[:, 1]) * numpy.sin((b[:, 0] - a[:, 0]) / 2) ** 2
    close = (2 * 6371008.8 * numpy.arcsin(numpy.sqrt(half)) < near).sum()
    within = sum(shapely.intersects_xy(some, where[:, 0], where[:, 1]).sum() for some in fences)
    of_pair = time.thread_time() - begun
    return {"version": shapely.__version__, "geos": shapely.geos_version_string, "zones_found": int(hits),
            "near": int(close), "within": int(within), "zones_of_point_per_s": round(len(updates) / of_point),
            "pair_and_zones_per_s": round(len(updates) / of_pair)}


def postgis(folder):
    if programs == "-":
        return {"missing": "apt-get install postgresql postgresql-15-postgis-3"}
    user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)

    def start(*words, **more):
        return subprocess.Popen(words, user=user and user.pw_uid, group=user and user.pw_gid, cwd=folder,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)

    base, port = os.path.join(folder, "base"), free_port()
    if start(f"{programs}/initdb", "-D", base, "-U", "postgres", "-A", "trust").wait() != 0:
        return {"failed": "initdb"}
    server = start(f"{programs}/postgres", "-D", base, "-p", str(port), "-k", folder, "-c", "listen_addresses=127.0.0.1",
                   "-c", "fsync=off", "-c", "max_parallel_workers_per_gather=0", "-c", "jit=off")
    try:
        psql = ["psql", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "-XAtq", "-v", "ON_ERROR_STOP=1"]
        until = time.monotonic() + 60
        while subprocess.run(psql + ["-c", "select 1"], capture_output=True).returncode != 0:
            if time.monotonic() > until:
                return {"failed": "it does not answer"}
            time.sleep(0.1)

        def wkt(ring):
            return "POLYGON((" + ring.replace(";", ",") + "))"

        def copy(table, lines):
            subprocess.run(psql + ["-c", f"copy {table} from stdin with (delimiter '|')"], input="\n".join(lines) + "\n", text=True, check=True)

        made = subprocess.run(psql + ["-c", """create extension postgis;
            create table zones (id int, g geometry(Polygon, 4326));
            create table pairs (id int primary key, g1 geometry, g2 geometry, g3 geometry);
            create table updates (pair int, p geometry(Point, 4326), a geometry(Point, 4326), b geometry(Point, 4326))"""],
            capture_output=True, text=True)
        if made.returncode != 0:
            return {"missing": "apt-get install postgresql-15-postgis-3"}
        copy("zones", [f"{n}|SRID=4326;{wkt(ring)}" for n, ring in enumerate(zones)])
        copy("pairs", [f"{n}|" + "|".join(f"SRID=4326;{wkt(ring)}" for ring in rings) for n, rings in enumerate(pairs)])
        copy("updates", [f"{u[0]}|SRID=4326;POINT({u[2]} {u[3]})|SRID=4326;POINT({t[1][0]} {t[1][1]})|SRID=4326;POINT({t[2][0]} {t[2][1]})"
                         for u, t in zip(updates, both())])
        # The processor time of its own backend, read by the backend itself before and after.
        mine = "(select (f[12]::numeric + f[13]::numeric) / 100 from regexp_split_to_array(split_part(pg_read_file('/proc/self/stat'), ') ', 2), ' ') f)"
        asked = subprocess.run(psql + ["-c", "create index on zones using gist (g)", "-c", "analyze", "-c", f"select {mine}",
            "-c", "select count(*) from updates u join zones z on ST_Intersects(z.g, u.p)", "-c", f"select {mine}",
            "-c", f"""select sum((ST_DistanceSphere(a, b) < {near})::int), sum(ST_Intersects(g1, a)::int + ST_Intersects(g2, a)::int
                + ST_Intersects(g3, a)::int) from updates join pairs on pairs.id = updates.pair""", "-c", f"select {mine}"],
            capture_output=True, text=True)
        if asked.returncode != 0:
            return {"failed": asked.stderr.strip()[-200:]}
        one, hits, two, found, three = asked.stdout.split()
        close, within = found.split("|")
        rate = lambda a, b: round(len(updates) / max(float(b) - float(a), 0.01))
        return {"zones_found": int(hits), "near": int(close), "within": int(within), "zones_of_point_per_s": rate(one, two),
                "pair_and_zones_per_s": rate(two, three)}
    finally:
        server.terminate()
        server.wait()


found = {"updates": len(updates), "shapely": shapely_()}
for name, measure in (("redis", redis), ("postgis", postgis)):
    with tempfile.TemporaryDirectory() as folder:
        found[name] = measure(folder)
print(json.dumps(found))
