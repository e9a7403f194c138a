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
 * A test of code that reads and writes StarRocks. It has an embedded server, the upgraded schemas of the application,
 * and the beans that Cairn creates.
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
 * <p>Other auto-configurations are disabled. Of the components of the application, only customizers of migrators and
 * databases, and schemas, are found by scanning; a test adds others with {@code @Import}. The database is that of
 * {@link AutoConfigureEmbeddedStarRocks}: each test finds it in its state after the upgrade.
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
