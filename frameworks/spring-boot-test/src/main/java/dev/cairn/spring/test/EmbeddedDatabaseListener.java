package dev.cairn.spring.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Before each test, restores the embedded databases of the context to their state after the start of the application.
 * After each test, removes the faults that the test has added.
 */
final class EmbeddedDatabaseListener extends AbstractTestExecutionListener {
    /** After the injection of dependencies, and before scripts of {@code @Sql}. */
    private static final int ORDER = 2500;

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void beforeTestMethod(TestContext testContext) {
        if (testContext.hasApplicationContext()) {
            testContext
                    .getApplicationContext()
                    .getBeanProvider(EmbeddedDatabases.class)
                    .ifAvailable(EmbeddedDatabases::reset);
        }
    }

    @Override
    public void afterTestMethod(TestContext testContext) {
        if (testContext.hasApplicationContext()) {
            testContext
                    .getApplicationContext()
                    .getBeanProvider(EmbeddedDatabases.class)
                    .ifAvailable(EmbeddedDatabases::clearFaults);
        }
    }
}
