package dev.cairn.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.JdbcTransactionObjectSupport;
import org.springframework.transaction.ConfigurableTransactionManager;

/**
 * Warns about Spring transactions that have no effect on StarRocks; {@code cairn.transaction-warnings=false} turns the
 * warnings off.
 */
@AutoConfiguration(after = CairnAutoConfiguration.class)
@ConditionalOnClass({ConfigurableTransactionManager.class, JdbcTransactionObjectSupport.class})
@ConditionalOnProperty(
        name = {"cairn.enabled", "cairn.transaction-warnings"},
        matchIfMissing = true)
final class CairnTransactionAutoConfiguration {
    @Bean
    static TransactionWarnings cairnTransactionWarnings() {
        return new TransactionWarnings();
    }

    /**
     * Adds the listener to all transaction managers, also to those that the application defines, which Spring Boot does
     * not customize.
     */
    @Bean
    static BeanPostProcessor cairnTransactionListeners(ObjectProvider<TransactionWarnings> warnings) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof ConfigurableTransactionManager manager) {
                    manager.addListener(warnings.getObject().createBeginListener());
                }
                return bean;
            }
        };
    }
}
