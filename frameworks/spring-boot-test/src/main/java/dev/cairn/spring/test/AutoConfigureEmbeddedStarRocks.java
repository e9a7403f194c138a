package dev.cairn.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.test.context.aot.DisabledInAotMode;

/**
 * Replaces the StarRocks server of the application with an embedded server, in a test with {@code @SpringBootTest} or a
 * slice such as {@code @JdbcTest}. It adds the auto-configuration of Cairn to a slice. The schemas are upgraded
 * regardless of {@code cairn.mode}.
 *
 * <pre>{@code
 * @SpringBootTest
 * @AutoConfigureEmbeddedStarRocks
 * class OrderServiceTest {
 *     @Autowired
 *     OrderService service;
 * }
 * }</pre>
 *
 * <p>It also replaces the DataSource bean that is marked with {@link dev.cairn.spring.CairnDataSource} or named by
 * {@code cairn.data-source}. If StarRocks is the primary DataSource of the application, set
 * {@code spring.datasource.url} to <code>${local.starrocks.url}</code> in the properties of the test, and the user to
 * {@code root}.
 *
 * <p>Each test finds the database as it was directly after the start of the application, with the rows that the start
 * wrote and without rows of other tests. Migrations run once per JVM. A test may inject the server as an
 * {@link dev.cairn.embedded.EmbeddedStarRocks}, and the database as a {@link dev.cairn.embedded.junit.FreshDatabase}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@DisabledInAotMode("The embedded server is added to a context when a test runs")
public @interface AutoConfigureEmbeddedStarRocks {}
