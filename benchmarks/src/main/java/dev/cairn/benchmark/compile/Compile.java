package dev.cairn.benchmark.compile;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * Compiles in a JVM of its own, and prints what that took: for each time the nanoseconds of CPU of the whole process, and
 * at last the peak of its memory in kB, where the system tells.
 */
final class Compile {
    private Compile() {}

    /** How often, then the arguments of javac. */
    public static void main(String[] arguments) throws IOException {
        int times = Integer.parseInt(arguments[0]);
        String[] javac = Arrays.copyOfRange(arguments, 1, arguments.length);
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        for (int i = 0; i < times; i++) {
            // The first time carries the start of the JVM with it: that is what a cold compile costs.
            long before = i == 0 ? 0 : system.getProcessCpuTime();
            int failed = ToolProvider.getSystemJavaCompiler().run(null, System.err, System.err, javac);
            if (failed != 0) {
                System.exit(failed);
            }
            System.out.println(system.getProcessCpuTime() - before);
        }
        System.out.println(peak());
    }

    private static long peak() throws IOException {
        Path status = Path.of("/proc/self/status");
        List<String> lines = Files.exists(status) ? Files.readAllLines(status) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(-1);
    }
}
