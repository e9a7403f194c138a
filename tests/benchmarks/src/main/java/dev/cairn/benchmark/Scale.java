package dev.cairn.benchmark;

import com.mysql.cj.jdbc.MysqlDataSource;
import com.sun.management.OperatingSystemMXBean;
import dev.cairn.Migrator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Measures how the time and the heap of a migrator grow with the number of tables and of migrations. The embedded
 * server is another process, and each operation runs in a JVM of its own.
 *
 * <p>For the kind {@code tables}, {@code upgrade} creates the tables by migrations of a hundred tables each, and
 * {@code status} and {@code check} follow. For the kind {@code migrations}, each migration creates only one table, and
 * {@code history} follows instead of {@code check}.
 */
public final class Scale {
    /** The program of the embedded server. */
    static final String SERVER_CLASS = "dev.cairn.embedded.Main";

    private static final String TABLES_KIND = "tables";
    private static final String MIGRATIONS_KIND = "migrations";
    private static final int TABLES_PER_MIGRATION = 100;

    private Scale() {}

    /**
     * Prints a row for each operation and size.
     *
     * @param arguments the numbers of tables and of migrations; by default 2500 and 10000 tables, and 1250 and 5000
     *     migrations, as in {@code tables 2500 10000 migrations 1250 5000}. For the JVMs that this program starts: an
     *     operation, {@code tables} or {@code migrations}, a size, and the URL of the database.
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && !arguments[0].equals(TABLES_KIND) && !arguments[0].equals(MIGRATIONS_KIND)) {
            measure(arguments[0], arguments[1], Integer.parseInt(arguments[2]), arguments[3]);
            return;
        }
        List<String> sizes = arguments.length > 0
                ? List.of(arguments)
                : List.of(TABLES_KIND, "2500", "10000", MIGRATIONS_KIND, "1250", "5000");
        System.out.println("| operation | size | s | CPU s | heap MB |");
        System.out.println("|---|---|---|---|---|");
        String kind = TABLES_KIND;
        for (String size : sizes) {
            if (size.equals(TABLES_KIND) || size.equals(MIGRATIONS_KIND)) {
                kind = size;
            } else {
                measure(kind, size);
            }
        }
    }

    private static void measure(String kind, String size) throws IOException, InterruptedException {
        List<String> operations = kind.equals(TABLES_KIND)
                ? List.of("upgrade", "status", "check")
                : List.of("upgrade", "status", "history");
        Process server = startJvm(SERVER_CLASS, "--port", "0", "--job-millis", "0", "--database", kind);
        try {
            String url = readFirstLine(server) + "?user=root";
            for (String operation : operations) {
                Process jvm = startJvm(Scale.class.getName(), operation, kind, size, url);
                String costColumns = readFirstLine(jvm);
                jvm.waitFor();
                System.out.println("| `" + operation + "`, " + kind + " | " + size + " | " + costColumns + " |");
            }
        } finally {
            server.destroy();
        }
    }

    /**
     * Returns a data source without {@code DriverManager}, which would start all drivers of the class path, among them
     * DuckDB.
     */
    static DataSource createDataSource(String url) {
        MysqlDataSource dataSource = new MysqlDataSource();
        dataSource.setUrl(url);
        return dataSource;
    }

    /** Starts a program in a JVM with the same class path. Its error output is that of this JVM. */
    static Process startJvm(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx3g",
                "-cp",
                System.getProperty("java.class.path"),
                program));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /**
     * Waits for the first line that a process prints. Must be called only once for a process, because it may read more.
     *
     * @throws IllegalStateException if the output of the process ends without a line
     */
    static String readFirstLine(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (line == null) {
            throw new IllegalStateException("The process has ended without a result");
        }
        return line;
    }

    /**
     * Runs an operation, and prints its time, the CPU time of all threads, and the heap that the migrator and the
     * result of the operation occupy afterwards.
     */
    private static void measure(String operation, String kind, int size, String url) {
        OperatingSystemMXBean systemBean = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        int tablesPerMigration = kind.equals(TABLES_KIND) ? TABLES_PER_MIGRATION : 1;
        Migrator migrator = Migrator.of(new BenchmarkSchema(kind, size, tablesPerMigration), createDataSource(url));
        long heapBefore = measureHeap();
        long cpuTimeBefore = systemBean.getProcessCpuTime();
        long startNanos = System.nanoTime();
        Object result = runOperation(operation, migrator);
        double wallSeconds = toSeconds(System.nanoTime() - startNanos);
        double cpuSeconds = toSeconds(systemBean.getProcessCpuTime() - cpuTimeBefore);
        long retainedHeap = measureHeap() - heapBefore;
        System.out.printf(Locale.ROOT, "%.2f | %.2f | %.1f%n", wallSeconds, cpuSeconds, retainedHeap / 1e6);
        if (result.hashCode() == 0 && migrator.hashCode() == 0) {
            System.out.println(); // The use of both here keeps them reachable until the heap is measured.
        }
    }

    private static Object runOperation(String operation, Migrator migrator) {
        return switch (operation) {
            case "upgrade" -> migrator.upgrade();
            case "status" -> migrator.status();
            case "history" -> migrator.history();
            case "check" -> migrator.check();
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private static long measureHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double toSeconds(long nanos) {
        return nanos / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
