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
 * Prints the costs of the processor of each contender, compared with javac alone, which compiles the same sources and
 * the generated ones as plain files.
 *
 * <p>Cold is the first compile of a JVM: CPU time and wall time, each the minimum of as many rounds as the time allows.
 * The contenders take turns. If no time is left for a measurement, it is omitted, and the table shows this. Warm is the
 * minimum of the fifth and later compiles of a JVM; a third measurement keeps the classes of the processor loaded.
 * Changed is a cold compile of one type and of the sources that refer to it, with all others as classes.
 *
 * <pre>
 * tests/benchmarks/compile-cost [cold SECONDS TYPES… | warm TYPES… | changed TYPES…]
 * </pre>
 */
public final class CompileCost {
    private static final int WARM_COMPILE_COUNT = 8;
    private static final int FIRST_WARM_INDEX = 4;
    private static final int MAX_ROUND_COUNT = 10;
    private static final int CHANGED_ROUND_COUNT = 5;
    /**
     * The exponent with which the time of a compile is expected to grow with the number of types. It is less than 1,
     * because the start of a JVM takes the same time for any number of types.
     */
    private static final double GROWTH_EXPONENT = 0.75;

    private final Path librariesFolder;
    private final Path folder;

    private CompileCost(Path libraries, Path folder) {
        this.librariesFolder = libraries;
        this.folder = folder;
    }

    /**
     * Prints the costs.
     *
     * @param arguments the folder with the contenders' jars, the kind of measurement, for cold ones the seconds, then
     *     numbers of types
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        CompileCost cost = new CompileCost(Path.of(arguments[0]), Files.createTempDirectory("compile-cost"));
        switch (arguments[1]) {
            case "cold" -> {
                long deadlineNanos = startNanos
                        + Duration.ofSeconds(Long.parseLong(arguments[2])).toNanos();
                cost.measureCold(deadlineNanos, parseTypeCounts(arguments, 3));
            }
            case "warm" -> cost.measureWarm(parseTypeCounts(arguments, 2));
            case "changed" -> cost.measureChanged(parseTypeCounts(arguments, 2));
            default -> throw new IllegalArgumentException(arguments[1] + " is not cold, warm or changed");
        }
    }

    private static int[] parseTypeCounts(String[] arguments, int firstIndex) {
        return Arrays.stream(arguments)
                .skip(firstIndex)
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /**
     * Prints the costs of cold compiles. Each number of types gets an equal part of the time that is left when its turn
     * comes; its first round may take more.
     */
    private void measureCold(long deadlineNanos, int[] typeCounts) throws IOException, InterruptedException {
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
        Map<Contender, Double> expectedNanosByContender = new EnumMap<>(Contender.class);
        for (int i = 0; i < typeCounts.length; i++) {
            long currentNanos = System.nanoTime();
            double growthFactor = i == 0 ? 1 : Math.pow((double) typeCounts[i] / typeCounts[i - 1], GROWTH_EXPONENT);
            expectedNanosByContender.replaceAll((contender, lastNanos) -> lastNanos * growthFactor);
            Map<Contender, ColdMeasurement> measurements = measureCold(
                    deadlineNanos,
                    currentNanos + (deadlineNanos - currentNanos) / (typeCounts.length - i),
                    typeCounts[i],
                    expectedNanosByContender);
            ColdMeasurement autoValue = measurements.get(Contender.AUTO_VALUE);
            for (Contender contender : Contender.values()) {
                ColdMeasurement cold = measurements.get(contender);
                String name = contender.name().toLowerCase(Locale.ROOT);
                if (cold == null) {
                    System.out.printf("%-12s %6d: no time was left%n", name, typeCounts[i]);
                } else {
                    double autoValueRatio = autoValue == null ? Double.NaN : cold.addedCpu() / autoValue.addedCpu();
                    cold.print(name, typeCounts[i], autoValueRatio);
                }
            }
        }
    }

    /**
     * Returns the measurements of the contenders for which time was left.
     *
     * @param deadlineNanos the time before which a first round must be expected to end
     * @param shareDeadlineNanos the time before which any later round must be expected to end
     * @param expectedNanosByContender the expected time of a round of each contender; each round updates it
     */
    private Map<Contender, ColdMeasurement> measureCold(
            long deadlineNanos, long shareDeadlineNanos, int typeCount, Map<Contender, Double> expectedNanosByContender)
            throws IOException, InterruptedException {
        Map<Contender, ColdMeasurement> measurements = new EnumMap<>(Contender.class);
        boolean hasMeasured = true;
        for (int round = 0; round < MAX_ROUND_COUNT && hasMeasured; round++) {
            hasMeasured = false;
            for (Contender contender : Contender.values()) {
                long startNanos = System.nanoTime();
                double expectedNanos = expectedNanosByContender.getOrDefault(contender, 0.0);
                if ((round == 0 || measurements.containsKey(contender))
                        && startNanos + expectedNanos <= (round == 0 ? deadlineNanos : shareDeadlineNanos)) {
                    if (round == 0) {
                        measurements.put(contender, new ColdMeasurement(writeWorkspace(contender, typeCount)));
                    }
                    measurements.get(contender).measureRound();
                    expectedNanosByContender.put(contender, (double) (System.nanoTime() - startNanos));
                    hasMeasured = true;
                }
            }
        }
        return measurements;
    }

    /** Prints the costs of warm compiles and the sizes of the generated files, for one type, and the peak memory. */
    private void measureWarm(int[] typeCounts) throws IOException, InterruptedException {
        System.out.printf(
                "%-12s %6s %10s %10s %12s %12s %12s%n",
                "processor", "types", "warm ms", "kept ms", "source B", "classes B", "peak MiB");
        for (int typeCount : typeCounts) {
            for (Contender contender : Contender.values()) {
                Workspace workspace = writeWorkspace(contender, typeCount);
                long[] processedTimes =
                        runMeasuredCompile(WARM_COMPILE_COUNT, false, workspace.createProcessorArguments());
                long[] keptTimes = runMeasuredCompile(WARM_COMPILE_COUNT, true, workspace.createProcessorArguments());
                workspace.writePlainSourceList();
                long plainTime = computeWarmMinimum(
                        runMeasuredCompile(WARM_COMPILE_COUNT, false, workspace.createPlainArguments()));
                long[] generatedBytes = workspace.countGeneratedBytes();
                System.out.printf(
                        Locale.ROOT,
                        "%-12s %6d %10.2f %10.2f %12d %12d %12d%n",
                        contender.name().toLowerCase(Locale.ROOT),
                        typeCount,
                        (computeWarmMinimum(processedTimes) - plainTime) / 1e6 / typeCount,
                        (computeWarmMinimum(keptTimes) - plainTime) / 1e6 / typeCount,
                        generatedBytes[0] / typeCount,
                        generatedBytes[1] / typeCount,
                        processedTimes[WARM_COMPILE_COUNT] / 1024);
            }
        }
    }

    /** Prints the CPU times of cold compiles after a change of one type. */
    private void measureChanged(int[] typeCounts) throws IOException, InterruptedException {
        System.out.printf("%-12s %6s %8s %12s%n", "processor", "types", "cpu s", "javac cpu s");
        for (int typeCount : typeCounts) {
            Map<Contender, ColdMeasurement> measurements = new EnumMap<>(Contender.class);
            for (Contender contender : Contender.values()) {
                measurements.put(contender, new ColdMeasurement(createChangedWorkspace(contender, typeCount)));
            }
            for (int round = 0; round < CHANGED_ROUND_COUNT; round++) {
                for (ColdMeasurement cold : measurements.values()) {
                    cold.measureRound();
                }
            }
            measurements.forEach((contender, cold) -> System.out.printf(
                    Locale.ROOT,
                    "%-12s %6d %8.2f %12.2f%n",
                    contender.name().toLowerCase(Locale.ROOT),
                    typeCount,
                    cold.processorCost.cpuNanos / 1e9,
                    cold.plainCost.cpuNanos / 1e9));
        }
    }

    /** Compiles all types, and returns a workspace of the changed sources with these classes on its class path. */
    private Workspace createChangedWorkspace(Contender contender, int typeCount)
            throws IOException, InterruptedException {
        Workspace wholeWorkspace = writeWorkspace(contender, typeCount);
        runMeasuredCompile(1, wholeWorkspace.createProcessorArguments());
        Workspace changedWorkspace = createWorkspace(
                contender,
                folder.resolve(contender.name() + typeCount + "changed"),
                List.of(wholeWorkspace.classesFolder()));
        changedWorkspace.write(contender.createChangedSources(typeCount));
        return changedWorkspace;
    }

    /**
     * Returns the minimum of the times after those of the warm-up. The peak memory, which follows them, does not count.
     */
    private static long computeWarmMinimum(long[] printedTimes) {
        return Arrays.stream(printedTimes, FIRST_WARM_INDEX, WARM_COMPILE_COUNT)
                .min()
                .orElseThrow();
    }

    private Workspace writeWorkspace(Contender contender, int typeCount) throws IOException {
        Workspace workspace = createWorkspace(contender, folder.resolve(contender.name() + typeCount), List.of());
        workspace.write(contender.createSources(typeCount));
        return workspace;
    }

    private Workspace createWorkspace(Contender contender, Path targetFolder, List<Path> classes) throws IOException {
        List<Path> classPath = new ArrayList<>(listJars(contender, "classes"));
        classPath.addAll(classes);
        return new Workspace(
                targetFolder,
                classPath,
                listJars(contender, "processor"),
                usesTrivialProcessor(contender) ? TrivialProcessor.class.getName() : "");
    }

    private static boolean usesTrivialProcessor(Contender contender) {
        return contender == Contender.TRIVIAL || contender == Contender.ANNOTATED;
    }

    /**
     * Returns the archives that a contender needs.
     *
     * @param part {@code classes} for the class path of the sources, {@code processor} for the path of the processor
     */
    private List<Path> listJars(Contender contender, String part) throws IOException {
        if (contender == Contender.TRIVIAL || (usesTrivialProcessor(contender) && part.equals("processor"))) {
            return List.of(locateOwnJar());
        }
        Contender jarOwner = contender == Contender.ANNOTATED ? Contender.CAIRN : contender;
        return listJars(librariesFolder
                .resolve(jarOwner.name().toLowerCase(Locale.ROOT))
                .resolve(part));
    }

    private static Path locateOwnJar() {
        return Path.of(CompileCost.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }

    /** Returns the files in a folder, sorted; an empty list if the folder does not exist. */
    static List<Path> listJars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /**
     * Runs {@link MeasuredCompile} in a new JVM, and returns the numbers that it prints.
     *
     * @throws IllegalStateException if a compile fails
     */
    static long[] runMeasuredCompile(int compileCount, List<String> javacArguments)
            throws IOException, InterruptedException {
        return runMeasuredCompile(compileCount, false, javacArguments);
    }

    private static long[] runMeasuredCompile(int compileCount, boolean keepsProcessor, List<String> javacArguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx4g",
                "-cp",
                locateOwnJar().toString(),
                MeasuredCompile.class.getName(),
                String.valueOf(compileCount),
                String.valueOf(keepsProcessor)));
        command.addAll(javacArguments);
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
    private static final class ColdMeasurement {
        private final Workspace workspace;
        private final MinimumCost processorCost = new MinimumCost();
        private final MinimumCost plainCost = new MinimumCost();
        private int roundCount;

        ColdMeasurement(Workspace workspace) {
            this.workspace = workspace;
        }

        /**
         * Compiles with the processor, then the same sources and the generated ones without it; both into empty
         * folders.
         */
        void measureRound() throws IOException, InterruptedException {
            workspace.deleteOutput();
            processorCost.measureCompile(workspace.createProcessorArguments());
            workspace.writePlainSourceList();
            plainCost.measureCompile(workspace.createPlainArguments());
            roundCount++;
        }

        private double addedCpu() {
            return processorCost.cpuNanos - plainCost.cpuNanos;
        }

        void print(String name, int typeCount, double autoValueRatio) {
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %6d %8.2f %8.2f %12.2f %12.2f %10.2f %14.2f %7d%n",
                    name,
                    typeCount,
                    processorCost.cpuNanos / 1e9,
                    processorCost.wallNanos / 1e9,
                    plainCost.cpuNanos / 1e9,
                    plainCost.wallNanos / 1e9,
                    addedCpu() / 1e6 / typeCount,
                    autoValueRatio,
                    roundCount);
        }
    }

    /** The minimum of several compiles, in nanoseconds. */
    private static final class MinimumCost {
        private double cpuNanos = Double.MAX_VALUE;
        private double wallNanos = Double.MAX_VALUE;

        void measureCompile(List<String> javacArguments) throws IOException, InterruptedException {
            long startNanos = System.nanoTime();
            cpuNanos = Math.min(cpuNanos, (double) runMeasuredCompile(1, javacArguments)[0]);
            wallNanos = Math.min(wallNanos, (double) (System.nanoTime() - startNanos));
        }
    }
}
