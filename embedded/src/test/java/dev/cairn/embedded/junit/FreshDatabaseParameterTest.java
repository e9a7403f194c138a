package dev.cairn.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests which methods of a test class may have a database, and the message for the others. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class FreshDatabaseParameterTest {
    private static final List<Throwable> PREPARATION_FAILURES = new ArrayList<>();

    @RegisterExtension
    static final LifecycleMethodExecutionExceptionHandler FAILURES = new LifecycleMethodExecutionExceptionHandler() {
        @Override
        public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable exception) {
            PREPARATION_FAILURES.add(exception);
        }
    };

    private String nameBeforeTest;

    @BeforeAll
    static void prepare(FreshDatabase database) {
        fail("%s was created before the tests", database.name());
    }

    @BeforeEach
    void findName(FreshDatabase database, EmbeddedStarRocks server) {
        nameBeforeTest = database.name();
        assertThat(server.databases()).contains(nameBeforeTest);
    }

    @Test
    void aTestHasTheDatabaseOfItsPreparation(FreshDatabase database) {
        assertThat(database.name()).isEqualTo(nameBeforeTest);
    }

    @Test
    void noDatabaseExistsBeforeTheFirstTest() {
        assertThat(PREPARATION_FAILURES)
                .singleElement(THROWABLE)
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageStartingWith("A FreshDatabase exists only while a test runs, so static void"
                        + " dev.cairn.embedded.junit.FreshDatabaseParameterTest.prepare(")
                .hasMessageContaining("@BeforeEach")
                .hasMessageContaining("withPreparation")
                .hasMessageContaining("createDatabase");
    }
}
