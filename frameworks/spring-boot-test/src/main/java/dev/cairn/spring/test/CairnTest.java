package dev.cairn.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Marks a test of code that reads or writes StarRocks. The context of the test contains an embedded server, the
 * upgraded schemas of the application, and the beans that Cairn creates.
 *
 * <pre>{@code
 * @CairnTest
 * class ReportsTest {
 *     @Autowired
 *     Database database;
 *
 *     @Autowired
 *     Reports reports; // an interface with @Queries
 * }
 * }</pre>
 *
 * <p>Only the auto-configurations of Cairn are enabled. Scanning finds only these components of the application:
 * schemas, and customizers of migrators and databases. A test adds others with {@code @Import}. The database is that of
 * {@link AutoConfigureEmbeddedStarRocks}: each test finds it in the state directly after the start of the application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(CairnTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@AutoConfigureEmbeddedStarRocks
public @interface CairnTest {
    /** Properties of the environment of the test, as {@code key=value}. */
    String[] properties() default {};
}
