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
 * Compiles in a JVM of its own, and prints what that took: for each time the nanoseconds of CPU of the whole process, and
 * at last the peak of its memory in kB, where the system tells.
 */
final class Compile {
    private Compile() {}

    /** How often, whether the classes of the processor are kept from one time to the next, then the arguments of javac. */
    public static void main(String[] arguments) throws Exception {
        int times = Integer.parseInt(arguments[0]);
        List<String> javac = List.of(arguments).subList(2, arguments.length);
        Callable<Boolean> compile =
                Boolean.parseBoolean(arguments[1]) ? new KeptProcessor(javac)::compile : () -> compile(javac);
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        for (int i = 0; i < times; i++) {
            // The first time carries the start of the JVM with it: that is what a cold compile costs.
            long before = i == 0 ? 0 : system.getProcessCpuTime();
            if (!compile.call()) {
                System.exit(1);
            }
            System.out.println(system.getProcessCpuTime() - before);
        }
        System.out.println(peak());
    }

    private static boolean compile(List<String> javac) {
        return ToolProvider.getSystemJavaCompiler().run(null, System.err, System.err, javac.toArray(String[]::new))
                == 0;
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
