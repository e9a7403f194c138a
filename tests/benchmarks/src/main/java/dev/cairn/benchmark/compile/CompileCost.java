package dev.cairn.benchmark.compile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Prints the costs of the processor of each contender, compared with javac alone, which compiles the same sources and the
 * generated ones as plain files.
 *
 * <p>Cold is the first compile of a JVM: CPU time and wall time, each the minimum of as many rounds as the time allows. All
 * contenders take turns. If no time is left for a measurement, it is omitted, and the table shows this. Warm is the minimum of
 * the fifth and later compiles of a JVM; a third measurement keeps the classes of the processor loaded. Changed is a cold compile of
 * one type and of the sources that refer to it, with all others as classes.
 *
 * <pre>
 * tests/benchmarks/compile-cost [cold SECONDS TYPES… | warm TYPES… | changed TYPES…]
 * </pre>
 */
public final class CompileCost {
    private static final int WARM_TIMES = 8;
    private static final int WARM_FROM = 4;
    private static final int MAX_ROUNDS = 10;
    private static final int CHANGED_ROUNDS = 5;
    /** The exponent by which the time grows with the number of types: the start of a JVM does not grow. */
    private static final double GROWTH = 0.75;

    private final Path libraries;
    private final Path folder;

    private CompileCost(Path libraries, Path folder) {
        this.libraries = libraries;
        this.folder = folder;
    }

    /**
     * Prints the costs.
     *
     * @param arguments the folder with the contenders' jars, the kind of measurement, for cold ones the seconds, then
     *     numbers of types
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long started = System.nanoTime();
        CompileCost cost = new CompileCost(Path.of(arguments[0]), Files.createTempDirectory("compile-cost"));
        switch (arguments[1]) {
            case "cold" -> {
                long end = started
                        + Duration.ofSeconds(Long.parseLong(arguments[2])).toNanos();
                cost.cold(end, numbers(arguments, 3));
            }
            case "warm" -> cost.warm(numbers(arguments, 2));
            case "changed" -> cost.changed(numbers(arguments, 2));
            default -> throw new IllegalArgumentException(arguments[1] + " is not cold, warm or changed");
        }
    }

    private static int[] numbers(String[] arguments, int from) {
        return Arrays.stream(arguments).skip(from).mapToInt(Integer::parseInt).toArray();
    }

    /** Each number of types gets an equal part of the time that is left when its turn comes; its first round may take more. */
    private void cold(long end, int[] numbers) throws IOException, InterruptedException {
        System.out.printf(
                "%-12s %6s %8s %8s %12s %12s %10s %14s %7s%n",
                "processor",
                "types",
                "cpu s",
                "wall s",
                "javac cpu s",
                "javac wall s",
                "ms a type",
                "of auto_value",
                "rounds");
        Map<Contender, Double> nanos = new EnumMap<>(Contender.class);
        for (int i = 0; i < numbers.length; i++) {
            long now = System.nanoTime();
            double growth = i == 0 ? 1 : Math.pow((double) numbers[i] / numbers[i - 1], GROWTH);
            nanos.replaceAll((contender, last) -> last * growth);
            Map<Contender, Cold> measured = cold(end, now + (end - now) / (numbers.length - i), numbers[i], nanos);
            Cold autoValue = measured.get(Contender.AUTO_VALUE);
            for (Contender contender : Contender.values()) {
                Cold cold = measured.get(contender);
                String name = contender.name().toLowerCase(Locale.ROOT);
                if (cold == null) {
                    System.out.printf("%-12s %6d: no time was left%n", name, numbers[i]);
                } else {
                    double ofAutoValue = autoValue == null ? Double.NaN : cold.added() / autoValue.added();
                    cold.print(name, numbers[i], ofAutoValue);
                }
            }
        }
    }

    /** @param nanos the expected time of each contender, which determines how many rounds still fit */
    private Map<Contender, Cold> cold(long end, long part, int types, Map<Contender, Double> nanos)
            throws IOException, InterruptedException {
        Map<Contender, Cold> measured = new EnumMap<>(Contender.class);
        boolean any = true;
        for (int round = 0; round < MAX_ROUNDS && any; round++) {
            any = false;
            for (Contender contender : Contender.values()) {
                long before = System.nanoTime();
                double expected = nanos.getOrDefault(contender, 0.0);
                if ((round == 0 || measured.containsKey(contender)) && before + expected <= (round == 0 ? end : part)) {
                    if (round == 0) {
                        measured.put(contender, new Cold(written(contender, types)));
                    }
                    measured.get(contender).add();
                    nanos.put(contender, (double) (System.nanoTime() - before));
                    any = true;
                }
            }
        }
        return measured;
    }

    private void warm(int[] numbers) throws IOException, InterruptedException {
        System.out.printf(
                "%-12s %6s %10s %10s %12s %12s %12s%n",
                "processor", "types", "warm ms", "kept ms", "source B", "classes B", "peak MiB");
        for (int types : numbers) {
            for (Contender contender : Contender.values()) {
                Workspace workspace = written(contender, types);
                long[] processed = run(WARM_TIMES, false, workspace.withProcessor());
                long[] kept = run(WARM_TIMES, true, workspace.withProcessor());
                workspace.keepGenerated();
                long plain = least(run(WARM_TIMES, false, workspace.plain()));
                long[] bytes = workspace.generatedBytes();
                System.out.printf(
                        Locale.ROOT,
                        "%-12s %6d %10.2f %10.2f %12d %12d %12d%n",
                        contender.name().toLowerCase(Locale.ROOT),
                        types,
                        (least(processed) - plain) / 1e6 / types,
                        (least(kept) - plain) / 1e6 / types,
                        bytes[0] / types,
                        bytes[1] / types,
                        processed[WARM_TIMES] / 1024);
            }
        }
    }

    private void changed(int[] numbers) throws IOException, InterruptedException {
        System.out.printf("%-12s %6s %8s %12s%n", "processor", "types", "cpu s", "javac cpu s");
        for (int types : numbers) {
            Map<Contender, Cold> measured = new EnumMap<>(Contender.class);
            for (Contender contender : Contender.values()) {
                measured.put(contender, new Cold(changed(contender, types)));
            }
            for (int round = 0; round < CHANGED_ROUNDS; round++) {
                for (Cold cold : measured.values()) {
                    cold.add();
                }
            }
            measured.forEach((contender, cold) -> System.out.printf(
                    Locale.ROOT,
                    "%-12s %6d %8.2f %12.2f%n",
                    contender.name().toLowerCase(Locale.ROOT),
                    types,
                    cold.with.cpu / 1e9,
                    cold.plain.cpu / 1e9));
        }
    }

    /** The changed sources, with the classes of all types on their class path. */
    private Workspace changed(Contender contender, int types) throws IOException, InterruptedException {
        Workspace all = written(contender, types);
        run(1, all.withProcessor());
        Workspace changed =
                workspace(contender, folder.resolve(contender.name() + types + "changed"), List.of(all.classes()));
        changed.write(contender.changed(types));
        return changed;
    }

    private static long least(long[] printed) {
        return Arrays.stream(printed, WARM_FROM, WARM_TIMES).min().orElseThrow();
    }

    private Workspace written(Contender contender, int types) throws IOException {
        Workspace workspace = workspace(contender, folder.resolve(contender.name() + types), List.of());
        workspace.write(contender.sources(types));
        return workspace;
    }

    private Workspace workspace(Contender contender, Path in, List<Path> classes) throws IOException {
        List<Path> classPath = new ArrayList<>(jars(contender, "classes"));
        classPath.addAll(classes);
        return new Workspace(
                in,
                classPath,
                jars(contender, "processor"),
                isTrivial(contender) ? TrivialProcessor.class.getName() : "");
    }

    private static boolean isTrivial(Contender contender) {
        return contender == Contender.TRIVIAL || contender == Contender.ANNOTATED;
    }

    private List<Path> jars(Contender contender, String part) throws IOException {
        if (contender == Contender.TRIVIAL || (isTrivial(contender) && part.equals("processor"))) {
            return List.of(own());
        }
        Contender user = contender == Contender.ANNOTATED ? Contender.CAIRN : contender;
        return jars(libraries.resolve(user.name().toLowerCase(Locale.ROOT)).resolve(part));
    }

    private static Path own() {
        return Path.of(CompileCost.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }

    static List<Path> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.sorted().toList();
        }
    }

    /** The output of {@link Compile}. */
    static long[] run(int times, List<String> javac) throws IOException, InterruptedException {
        return run(times, false, javac);
    }

    private static long[] run(int times, boolean kept, List<String> javac) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx4g",
                "-cp",
                own().toString(),
                Compile.class.getName(),
                String.valueOf(times),
                String.valueOf(kept)));
        command.addAll(javac);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("javac failed: " + String.join(" ", command));
        }
        return output.lines().mapToLong(Long::parseLong).toArray();
    }

    /** The cold compiles of one contender. */
    private static final class Cold {
        private final Workspace workspace;
        private final Least with = new Least();
        private final Least plain = new Least();
        private int rounds;

        Cold(Workspace workspace) {
            this.workspace = workspace;
        }

        /** Compiles with the processor, then the same sources and the generated ones without it; both into empty folders. */
        void add() throws IOException, InterruptedException {
            workspace.clear();
            with.add(workspace.withProcessor());
            workspace.keepGenerated();
            plain.add(workspace.plain());
            rounds++;
        }

        private double added() {
            return with.cpu - plain.cpu;
        }

        void print(String name, int types, double ofAutoValue) {
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %6d %8.2f %8.2f %12.2f %12.2f %10.2f %14.2f %7d%n",
                    name,
                    types,
                    with.cpu / 1e9,
                    with.wall / 1e9,
                    plain.cpu / 1e9,
                    plain.wall / 1e9,
                    added() / 1e6 / types,
                    ofAutoValue,
                    rounds);
        }
    }

    /** The minimum of several compiles, in nanoseconds. */
    private static final class Least {
        private double cpu = Double.MAX_VALUE;
        private double wall = Double.MAX_VALUE;

        void add(List<String> javac) throws IOException, InterruptedException {
            long before = System.nanoTime();
            cpu = Math.min(cpu, (double) run(1, javac)[0]);
            wall = Math.min(wall, (double) (System.nanoTime() - before));
        }
    }
}
