package dev.cairn.spring.actuate;

import dev.cairn.Migrator;
import dev.cairn.spring.CairnAutoConfiguration;
import dev.cairn.spring.CairnInitializer;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Clock;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Adds the states of the schemas to an application with Spring Boot Actuator: to its health, and as the endpoint {@code
 * /actuator/cairn}. Spring Boot 4 moved the health API to another package, so the health indicator exists twice; only
 * the one whose API is on the class path is created.
 */
@AutoConfiguration(after = CairnAutoConfiguration.class)
@ConditionalOnBean(CairnInitializer.class)
@EnableConfigurationProperties({CairnHealthProperties.class, DataTestHealthProperties.class})
public final class CairnActuatorAutoConfiguration {
    @Bean
    static SchemaMonitor cairnSchemaStates(
            ListableBeanFactory beanFactory, CairnInitializer initializer, CairnHealthProperties properties) {
        return new SchemaMonitor(beanFactory.getBeansOfType(Migrator.class), initializer, properties.timeout());
    }

    @Bean
    @DataTestsEnabled
    static DataTestMonitor cairnDataTestStates(
            SchemaMonitor schemaMonitor, CairnInitializer initializer, DataTestHealthProperties properties) {
        return new DataTestMonitor(schemaMonitor.collectMigrators(), initializer, properties, Clock.systemUTC());
    }

    /** Enables data tests only if the application sets the property, because they read tables. */
    @Retention(RetentionPolicy.RUNTIME)
    @ConditionalOnProperty("management.health.cairn-data-tests.enabled")
    @interface DataTestsEnabled {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
    @DataTestsEnabled
    static class Boot3DataTestHealth {
        @Bean
        static Boot3HealthIndicator cairnDataTestsHealthIndicator(DataTestMonitor monitor) {
            return new Boot3HealthIndicator(monitor::reportHealth);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    @DataTestsEnabled
    static class Boot4DataTestHealth {
        @Bean
        static Boot4HealthIndicator cairnDataTestsHealthIndicator(DataTestMonitor monitor) {
            return new Boot4HealthIndicator(monitor::reportHealth);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
    @org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator("cairn")
    static class Boot3Health {
        @Bean
        @ConditionalOnMissingBean(name = "cairnHealthIndicator")
        static Boot3HealthIndicator cairnHealthIndicator(SchemaMonitor monitor) {
            return new Boot3HealthIndicator(monitor::reportHealth);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    @org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator("cairn")
    static class Boot4Health {
        @Bean
        @ConditionalOnMissingBean(name = "cairnHealthIndicator")
        static Boot4HealthIndicator cairnHealthIndicator(SchemaMonitor monitor) {
            return new Boot4HealthIndicator(monitor::reportHealth);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.annotation.Endpoint")
    @RegisterReflectionForBinding({
        SchemaState.class,
        DataTestState.class,
        CairnEndpoint.PlanBody.class,
        CairnEndpoint.DriftBody.class
    })
    static class EndpointConfiguration {
        @Bean
        @ConditionalOnAvailableEndpoint
        static CairnEndpoint cairnEndpoint(SchemaMonitor monitor) {
            return new CairnEndpoint(monitor);
        }
    }
}
