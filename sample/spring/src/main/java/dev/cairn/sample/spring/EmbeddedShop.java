package dev.cairn.sample.spring;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application with a StarRocks server embedded in the JVM. */
final class EmbeddedShop {
    private EmbeddedShop() {}

    /**
     * Starts the application, and prints the requests to try.
     *
     * @param arguments arguments of Spring Boot, such as {@code --server.port=8090}, and {@code --slow=1m}, the
     *     duration of the schema change of the second migration
     */
    public static void main(String[] arguments) {
        List<String> slowOptionValues = new DefaultApplicationArguments(arguments).getOptionValues("slow");
        Duration jobDuration = slowOptionValues == null || slowOptionValues.isEmpty()
                ? Duration.ZERO
                : DurationStyle.detectAndParse(slowOptionValues.get(0));
        EmbeddedStarRocks server =
                EmbeddedStarRocks.start(Options.DEFAULT.database("shop").jobs(Job.Pace.ofDuration(jobDuration)));
        try {
            ConfigurableApplicationContext context = run(server, arguments);
            printUsage("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    private static void printUsage(String address) {
        System.out.println("""

            The shop runs until Ctrl-C. Its page: ADDRESS/. Or try:

                curl ADDRESS/actuator/health/liveness
                curl ADDRESS/actuator/health/readiness      # OUT_OF_SERVICE until the migrations are done
                curl ADDRESS/actuator/health/cairn
                curl ADDRESS/actuator/cairn
                curl ADDRESS/customers
                curl -H 'Content-Type: application/json' -d '{"customer": 1, "amount": 19.90, "pieces": 2}' ADDRESS/orders
                curl ADDRESS/customers/1/orders
                curl ADDRESS/sales                          # refreshed every ten seconds
            """.replace("ADDRESS", address));
    }

    /** Starts the application on the database {@code shop} of a server. */
    static ConfigurableApplicationContext run(EmbeddedStarRocks server, String... arguments) {
        return SpringApplication.run(
                ShopApplication.class,
                Stream.concat(
                                Stream.of("--cairn.url=" + server.jdbcUrl("shop"), "--cairn.user=root"),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }
}
