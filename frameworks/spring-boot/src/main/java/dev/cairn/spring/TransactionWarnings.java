package dev.cairn.spring;

import dev.cairn.data.CallObserver.Call;
import dev.cairn.data.CallObserver.Completion;
import dev.cairn.data.Database;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.JdbcTransactionObjectSupport;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Warns, once for each transactional method, that StarRocks takes no part in the transaction. The warning is logged if
 * a {@link Database} writes during the transaction, or if the transaction begins on a data source of StarRocks. No
 * version of the server rolls back a JDBC transaction.
 */
final class TransactionWarnings implements DatabaseCustomizer {
    private static final Logger LOG = System.getLogger("dev.cairn.spring");

    /**
     * The kinds of calls that write. Refreshes are not among them, because their result follows from other rows and
     * needs no rollback.
     */
    private static final Set<Call.Kind> WRITE_KINDS =
            EnumSet.of(Call.Kind.INSERT, Call.Kind.UPDATE, Call.Kind.DELETE, Call.Kind.EXECUTE, Call.Kind.LOAD);

    private static final String WARNING_SUFFIX =
            " This warning appears once for each method; cairn.transaction-warnings=false turns it off.";

    private final Set<String> reportedDescriptions = ConcurrentHashMap.newKeySet();

    /** For each data source on which a transaction has begun, whether it belongs to StarRocks. */
    private final Map<DataSource, Boolean> isStarRocksByDataSource = new ConcurrentHashMap<>();

    @Override
    public Database customize(SchemaDescriptor schema, Database database) {
        return database.observer(call -> {
            if (WRITE_KINDS.contains(call.kind())) {
                registerWriteWarning(schema.name(), call);
            }
            return Completion.IGNORED;
        });
    }

    /**
     * Registers a warning for the completion of the current transaction, if there is one. A write after the commit, as
     * in a {@code @TransactionalEventListener}, causes no warning: the transaction still seems to be active, but it is
     * not completed again.
     */
    private void registerWriteWarning(String schemaName, Call call) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        String transactionDescription =
                describeTransaction(TransactionSynchronizationManager.getCurrentTransactionName());
        if (reportedDescriptions.contains(transactionDescription)) {
            return;
        }
        String operation = describeOperation(call);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCompletion() {
                warnOnce(
                        transactionDescription,
                        operation + " of the schema " + schemaName
                                + " takes no part in the Spring transaction: StarRocks"
                                + " executes it at once, and does not undo it if the transaction is rolled back. Call it"
                                + " after the commit, for example in a @TransactionalEventListener; or make sure that it can be"
                                + " repeated, as with rows of a primary key table or a load with a label.");
            }
        });
    }

    /**
     * Returns the method of a query interface, such as {@code Sales.close}; otherwise the kind of the call and its
     * target, if it has one: {@code insert of orders}, or {@code execute}.
     */
    private static String describeOperation(Call call) {
        String kind = call.kind().name().toLowerCase(Locale.ROOT);
        Optional<String> targetName = call.target().map(Descriptor::toString);
        return call.method()
                .or(() -> targetName.map(name -> kind + " of " + name))
                .orElse(kind);
    }

    private static String describeTransaction(@Nullable String name) {
        return name == null || name.isEmpty() ? "A transaction without a name" : name;
    }

    private void warnOnce(String transactionDescription, String message) {
        if (reportedDescriptions.add(transactionDescription)) {
            LOG.log(Level.WARNING, transactionDescription + ": " + message + WARNING_SUFFIX);
        }
    }

    TransactionExecutionListener createBeginListener() {
        return new BeginListener();
    }

    /**
     * Warns when a transaction begins on a data source of StarRocks, whether or not a schema uses the data source. A
     * read-only transaction causes no warning, because it needs no rollback.
     */
    private final class BeginListener implements TransactionExecutionListener {
        @Override
        public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
            String transactionDescription = describeTransaction(transaction.getTransactionName());
            if (failure == null
                    && !transaction.isReadOnly()
                    && !reportedDescriptions.contains(transactionDescription)
                    && transaction instanceof DefaultTransactionStatus status
                    && status.hasTransaction()
                    && status.getTransaction() instanceof JdbcTransactionObjectSupport jdbcTransaction
                    && jdbcTransaction.hasConnectionHolder()
                    && isStarRocks(jdbcTransaction.getConnectionHolder())) {
                warnOnce(
                        transactionDescription,
                        "a Spring transaction begins on a DataSource of StarRocks, which executes each statement of a"
                                + " JDBC transaction at once, and a rollback has no effect. Remove @Transactional, name"
                                + " the transaction manager of another DataSource, or set readOnly = true if the method"
                                + " only reads.");
            }
        }

        /**
         * Returns whether the data source of a transaction belongs to StarRocks; false if that can't be determined.
         * After a server has answered, it is not queried again, so that a proxy can fetch the connections of later
         * transactions lazily.
         */
        private boolean isStarRocks(ConnectionHolder holder) {
            for (Map.Entry<Object, Object> resourceEntry :
                    TransactionSynchronizationManager.getResourceMap().entrySet()) {
                if (resourceEntry.getValue() == holder && resourceEntry.getKey() instanceof DataSource dataSource) {
                    return Boolean.TRUE.equals(isStarRocksByDataSource.computeIfAbsent(
                            dataSource,
                            key -> DatabaseProduct.of(holder.getConnection())
                                    .map(DatabaseProduct::isStarRocks)
                                    .orElse(null)));
                }
            }
            return false;
        }
    }
}
