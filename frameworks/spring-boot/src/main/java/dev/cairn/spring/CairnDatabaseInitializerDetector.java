package dev.cairn.spring;

import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;
import org.springframework.core.Ordered;

/**
 * Tells Spring Boot that {@link CairnInitializer} initializes databases, so that JDBC, jOOQ and JPA, which may use
 * StarRocks, come after it. Initializers run in the order of their detectors. Those of other databases, such as Flyway,
 * come first: external catalogs may read what they create, and JPA, if its initialization is deferred, must not wait
 * for a later one.
 */
final class CairnDatabaseInitializerDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {
    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
        return Set.of(CairnInitializer.class);
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
