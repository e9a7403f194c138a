package dev.cairn.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.cairn.Migrator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;

/**
 * Measures two upgrades of an empty database by migrations of one table each; the second one has nothing to do. Cairn
 * runs on the embedded server, which is another process, and Flyway on H2 in a file, inside the JVM. Each upgrade has a
 * JVM of its own, whose start is included in the times. The upgrades run one after another.
 */
public final class UpgradeComparison {
    private static final int ROUND_COUNT = 5;

    private UpgradeComparison() {}

    /**
     * Prints the minima of all rounds.
     *
     * @param arguments the numbers of migrations; by default 1, 30 and 300. For the JVMs that this program starts:
     *     {@code cairn} or {@code flyway}, the number of migrations, and the URL of the server or the folder of the
     *     scripts.
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("cairn")) {
            Migrator.of(
                            new BenchmarkSchema("upgrades", parseMigrationCount(arguments), 1),
                            Scale.createDataSource(arguments[2]))
                    .upgrade();
            printTimes();
        } else if (arguments.length > 0 && arguments[0].equals("flyway")) {
            Flyway.configure()
                    .dataSource("jdbc:h2:file:" + arguments[2] + "/database", "sa", "")
                    .locations("filesystem:" + arguments[2])
                    .load()
                    .migrate();
            printTimes();
        } else {
            System.out.println(
                    "| migrations | | first: CPU s | wall s | next: CPU s | wall s |\n|---|---|---|---|---|---|");
            for (String count : arguments.length > 0 ? List.of(arguments) : List.of("1", "30", "300")) {
                compare(count);
            }
        }
    }

    private static int parseMigrationCount(String[] arguments) {
        return Integer.parseInt(arguments[1]);
    }

    private static void compare(String migrationCount) throws IOException, InterruptedException {
        Map<String, double[]> minimaByContender = new TreeMap<>();
        for (int round = 0; round < ROUND_COUNT; round++) {
            Path folder = Files.createTempDirectory("upgrades");
            List<String> statements =
                    new BenchmarkSchema("upgrades", Integer.parseInt(migrationCount), 1).renderH2Statements();
            for (int i = 0; i < statements.size(); i++) {
                Files.writeString(folder.resolve("V" + (i + 1) + "__table.sql"), statements.get(i));
            }
            Process server =
                    Scale.startJvm(Scale.SERVER_CLASS, "--port", "0", "--job-millis", "0", "--database", "upgrades");
            try {
                String url = Scale.readFirstLine(server) + "?user=root";
                for (Map.Entry<String, String> contender :
                        Map.of("cairn", url, "flyway", folder.toString()).entrySet()) {
                    double[] contenderMinima = minimaByContender.computeIfAbsent(
                            contender.getKey(), key -> new double[] {1e9, 1e9, 1e9, 1e9});
                    for (int run = 0; run < 2; run++) {
                        Process jvm = Scale.startJvm(
                                UpgradeComparison.class.getName(),
                                contender.getKey(),
                                migrationCount,
                                contender.getValue());
                        String[] times = Scale.readFirstLine(jvm).split(" ", 2);
                        jvm.waitFor();
                        contenderMinima[2 * run] = Math.min(contenderMinima[2 * run], Double.parseDouble(times[0]));
                        contenderMinima[2 * run + 1] =
                                Math.min(contenderMinima[2 * run + 1], Double.parseDouble(times[1]));
                    }
                }
            } finally {
                server.destroy();
            }
        }
        minimaByContender.forEach((contender, contenderMinima) -> System.out.printf(
                Locale.ROOT,
                "| %s | `%s` | %.2f | %.2f | %.2f | %.2f |%n",
                migrationCount,
                contender,
                contenderMinima[0],
                contenderMinima[1],
                contenderMinima[2],
                contenderMinima[3]));
    }

    /** Prints the CPU time of this JVM and the time since its start, in seconds. */
    private static void printTimes() {
        OperatingSystemMXBean systemBean = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double wallSeconds = ManagementFactory.getRuntimeMXBean().getUptime() / (double) TimeUnit.SECONDS.toMillis(1);
        System.out.println(systemBean.getProcessCpuTime() / (double) TimeUnit.SECONDS.toNanos(1) + " " + wallSeconds);
    }
}
