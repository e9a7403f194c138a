package dev.cairn.benchmark.compile;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import javax.tools.ToolProvider;

/**
 * Compiles in a separate JVM, and prints the costs, a number in each line: for each compile the CPU time of the whole
 * process in nanoseconds, and at the end its peak memory in kB, or -1 if the system does not report it. Exits with code
 * 1 if a compile fails.
 */
final class MeasuredCompile {
    private MeasuredCompile() {}

    /**
     * Compiles, and prints the costs.
     *
     * @param arguments the number of compiles, whether the classes of the processor stay loaded between them, and the
     *     arguments of javac
     */
    public static void main(String[] arguments) throws Exception {
        int compileCount = Integer.parseInt(arguments[0]);
        List<String> javacArguments = List.of(arguments).subList(2, arguments.length);
        Callable<Boolean> compile = Boolean.parseBoolean(arguments[1])
                ? new CachedProcessorCompiler(javacArguments)::compile
                : () -> compile(javacArguments);
        OperatingSystemMXBean systemBean = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        for (int i = 0; i < compileCount; i++) {
            // The first compile includes the start of the JVM: this is the cost of a cold compile.
            long cpuTimeBefore = i == 0 ? 0 : systemBean.getProcessCpuTime();
            if (!compile.call()) {
                System.exit(1);
            }
            System.out.println(systemBean.getProcessCpuTime() - cpuTimeBefore);
        }
        System.out.println(readPeakMemory());
    }

    private static boolean compile(List<String> javacArguments) {
        return ToolProvider.getSystemJavaCompiler()
                        .run(null, System.err, System.err, javacArguments.toArray(String[]::new))
                == 0;
    }

    private static long readPeakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        List<String> lines = Files.exists(status) ? Files.readAllLines(status) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(-1);
    }
}
