package dev.cairn.benchmark.compile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Prints, for each contender and number of types, what its processor costs for each type: CPU milliseconds beyond
 * compiling the same sources and the generated ones as plain files. Cold is the first compile of a JVM, the least of rounds
 * in which all contenders take turns. Warm is the least of the fifth and later; kept as well, where the classes of the
 * processor stay loaded.
 *
 * <pre>
 * benchmarks/compile-cost [rounds] [types…]
 * </pre>
 */
public final class CompileCost {
    private static final int WARM_TIMES = 8;
    private static final int WARM_FROM = 4;

    private final Path libraries;
    private final Path folder;
    private final int rounds;

    private CompileCost(Path libraries, Path folder, int rounds) {
        this.libraries = libraries;
        this.folder = folder;
        this.rounds = rounds;
    }

    /** The folder with the contenders' jars, how many rounds, then numbers of types. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        CompileCost cost = new CompileCost(
                Path.of(arguments[0]), Files.createTempDirectory("compile-cost"), Integer.parseInt(arguments[1]));
        System.out.printf(
                "%-12s %6s %10s %10s %10s %12s %12s %12s%n",
                "processor", "types", "cold ms", "warm ms", "kept ms", "source B", "classes B", "peak MiB");
        for (int types :
                Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray()) {
            cost.measure(types);
        }
    }

    private void measure(int types) throws IOException, InterruptedException {
        Map<Contender, Workspace> workspaces = new EnumMap<>(Contender.class);
        Map<Contender, Least> least = new EnumMap<>(Contender.class);
        for (Contender contender : Contender.values()) {
            workspaces.put(contender, prepared(contender, types));
            least.put(contender, new Least());
        }
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : Contender.values()) {
                Workspace workspace = workspaces.get(contender);
                least.get(contender).take(run(1, workspace.withProcessor()), run(1, workspace.plain()));
            }
        }
        for (Contender contender : Contender.values()) {
            Workspace workspace = workspaces.get(contender);
            least.get(contender)
                    .warm(
                            run(WARM_TIMES, workspace.withProcessor()),
                            run(WARM_TIMES, true, workspace.withProcessor()),
                            run(WARM_TIMES, workspace.plain()));
            least.get(contender).print(contender, types, workspace.generatedBytes());
        }
    }

    private Workspace prepared(Contender contender, int types) throws IOException, InterruptedException {
        List<Path> processors = jars(contender, "processor");
        List<Path> classes = jars(contender, "classes");
        Workspace workspace =
                new Workspace(folder.resolve(contender.name() + types), classes, processors, processorOf(contender));
        workspace.write(contender.sources(types));
        run(1, workspace.withProcessor());
        workspace.keepGenerated();
        return workspace;
    }

    private static String processorOf(Contender contender) {
        return isTrivial(contender) ? TrivialProcessor.class.getName() : "";
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

    /** What {@link Compile} has printed. */
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

    /** The least of what was measured for one contender. */
    private static final class Least {
        private long with = Long.MAX_VALUE;
        private long plain = Long.MAX_VALUE;
        private long warmWith;
        private long warmKept;
        private long warmPlain;
        private long peak;

        void take(long[] withProcessor, long[] without) {
            with = Math.min(with, withProcessor[0]);
            plain = Math.min(plain, without[0]);
            peak = Math.max(peak, withProcessor[1]);
        }

        void warm(long[] withProcessor, long[] kept, long[] without) {
            warmWith = least(withProcessor);
            warmKept = least(kept);
            warmPlain = least(without);
        }

        private static long least(long[] printed) {
            return Arrays.stream(printed, WARM_FROM, WARM_TIMES).min().orElseThrow();
        }

        void print(Contender contender, int types, long[] bytes) {
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %6d %10.2f %10.2f %10.2f %12d %12d %12d%n",
                    contender.name().toLowerCase(Locale.ROOT),
                    types,
                    (with - plain) / 1e6 / types,
                    (warmWith - warmPlain) / 1e6 / types,
                    (warmKept - warmPlain) / 1e6 / types,
                    bytes[0] / types,
                    bytes[1] / types,
                    peak / 1024);
        }
    }
}
