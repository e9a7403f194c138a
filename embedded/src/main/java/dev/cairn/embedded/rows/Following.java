package dev.cairn.embedded.rows;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.state.Holding;
import dev.cairn.embedded.state.Identities;
import dev.cairn.embedded.state.Identities.OfDatabase;
import dev.cairn.embedded.state.Identity;
import dev.cairn.embedded.state.State;
import dev.cairn.embedded.state.Subject;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows go along with what becomes of their tables. */
final class Following {
    private final DuckDb duck;
    private final Store store;
    private final State before;
    private final State after;
    private final Translation translation;

    Following(DuckDb duck, Store store, State before, State after, Translation translation) {
        this.duck = duck;
        this.store = store;
        this.before = before;
        this.after = after;
        this.translation = translation;
    }

    @SuppressWarnings("ReferenceEquality") // to compare all that the server holds would take long
    void follow(@Nullable Statement statement, @Nullable String inUse) {
        if (statement instanceof Statement.TruncateTable truncate) {
            Subject.of(truncate, inUse).ifPresent(subject -> truncated(truncate, subject));
        }
        if (statement instanceof Statement.AlterTable alter) {
            Subject.of(alter, inUse).ifPresent(subject -> replaced(alter, subject));
        }
        if (before.identities() != after.identities()) {
            forgetLost();
        }
        if (before.catalog() != after.catalog()) {
            after.catalog().databases().forEach(entry -> follow(entry.getValue()));
        }
        if (statement instanceof Statement.AlterTable alter) {
            Subject.of(alter, inUse).ifPresent(subject -> takeInTemporary(alter, subject));
        }
    }

    private void truncated(Statement.TruncateTable truncate, Subject subject) {
        String key = key(after.identities(), subject.database(), subject.name()).orElse("");
        Optional<HeldTable> held = store.held(key);
        Optional<Table> table = after.catalog().table(subject.database(), subject.name());
        if (held.isEmpty() || table.isEmpty()) {
            return;
        }
        if (truncate.partitions() == null) {
            duck.run("DELETE FROM " + held.get().sql());
            return;
        }
        Partitions partitions = new Partitions(table.get());
        for (Name name : truncate.partitions().names()) {
            duck.run("DELETE FROM " + held.get().sql() + " WHERE " + partitions.condition(name));
        }
    }

    /** What is replaced or emptied loses its rows. */
    private void replaced(Statement.AlterTable alter, Subject subject) {
        String key =
                key(before.identities(), subject.database(), subject.name()).orElse("");
        Optional<Table> table = before.catalog().table(subject.database(), subject.name());
        if (table.isEmpty()) {
            return;
        }
        Partitions partitions = new Partitions(table.get());
        for (AlterClause clause : alter.clauses()) {
            emptied(clause)
                    .ifPresent(names -> store.held(names.temporary() ? Situation.temporaryKey(key) : key)
                            .ifPresent(held ->
                                    duck.run("DELETE FROM " + held.sql() + " WHERE " + partitions.condition(names))));
        }
    }

    private static Optional<PartitionNames> emptied(AlterClause clause) {
        if (clause instanceof AlterClause.ReplacePartitions replace) {
            return Optional.of(replace.partitions());
        }
        return clause instanceof AlterClause.TruncatePartitions truncate
                ? Optional.of(truncate.partitions())
                : Optional.empty();
    }

    /** Rows of temporary partitions that took the place of others are now the table's; those of dropped ones are gone. */
    private void takeInTemporary(Statement.AlterTable alter, Subject subject) {
        Optional<Table> old = before.catalog().table(subject.database(), subject.name());
        Optional<Table> table = after.catalog().table(subject.database(), subject.name());
        String key = key(after.identities(), subject.database(), subject.name()).orElse("");
        Optional<HeldTable> temporary = store.held(Situation.temporaryKey(key));
        if (old.isEmpty() || table.isEmpty() || temporary.isEmpty()) {
            return;
        }
        Partitions partitions = new Partitions(old.get());
        for (AlterClause clause : alter.clauses()) {
            if (clause instanceof AlterClause.ReplacePartitions replace) {
                HeldTable held = store.table(key, table.get().columns());
                duck.run("INSERT INTO " + held.sql() + " SELECT * FROM "
                        + temporary.get().sql() + " WHERE " + partitions.condition(replace.replacement()));
            }
        }
        for (PartitionDefinition partition : old.get().temporaryPartitions()) {
            if (!table.get().temporaryPartitions().contains(partition)) {
                duck.run("DELETE FROM " + temporary.get().sql() + " WHERE " + partitions.condition(partition));
            }
        }
        if (table.get().temporaryPartitions().isEmpty()) {
            store.drop(Situation.temporaryKey(key));
        }
    }

    private static Optional<String> key(Identities identities, String database, String name) {
        return identities.object(database, name).map(identity -> Situation.objectKey(identity.id()));
    }

    /** Rows of what can't be recovered are gone. */
    private void forgetLost() {
        Set<String> there = new HashSet<>();
        for (Map.Entry<String, OfDatabase> database : after.identities().databases()) {
            add(database.getValue(), there);
        }
        for (Map.Entry<String, OfDatabase> database : after.identities().recycled()) {
            add(database.getValue(), there);
        }
        for (String key : store.keys()) {
            String owner = Situation.ownerKey(key);
            if (owner.startsWith(Situation.OBJECT) && !there.contains(owner)) {
                store.drop(key);
            }
        }
    }

    private static void add(OfDatabase database, Set<String> there) {
        for (Map.Entry<String, Identity> entry : database.objects()) {
            there.add(Situation.objectKey(entry.getValue().id()));
        }
        for (Map.Entry<String, Identity> entry : database.recycled()) {
            there.add(Situation.objectKey(entry.getValue().id()));
        }
    }

    private void follow(Database database) {
        for (Holding holding : Holding.all(database)) {
            String key =
                    key(after.identities(), database.name(), holding.name()).orElse("");
            Optional<HeldTable> held = store.held(key);
            if (held.isPresent() && !held.get().columns().equals(holding.columns())) {
                change(key, holding.columns());
            }
            if (held.isPresent() && holding instanceof Holding.OfTable of) {
                losePartitions(key, held.get(), of.table());
            }
        }
    }

    private void change(String key, List<Column> columns) {
        Defaults defaults = new Defaults(translation);
        store.change(
                key,
                columns,
                column -> column.generated() == null
                        ? defaults.sql(column)
                        : translation.expression(column.generated(), HeldTables.readable(columns), column.type()));
    }

    /** Rows of partitions that are no longer there, whatever their names were. */
    private void losePartitions(String key, HeldTable held, Table table) {
        tableOf(before.catalog(), before.identities(), key).ifPresent(old -> {
            List<? extends PartitionDefinition> now = new Partitions(table).declared();
            Partitions partitions = new Partitions(old);
            for (PartitionDefinition partition : partitions.declared()) {
                boolean there = now.stream().anyMatch(other -> Partitions.same(partition, other));
                if (!there) {
                    duck.run("DELETE FROM " + held.sql() + " WHERE " + partitions.condition(partition));
                }
            }
        });
    }

    private static Optional<Table> tableOf(Catalog catalog, Identities identities, String key) {
        for (Map.Entry<String, Database> database : catalog.databases()) {
            for (Map.Entry<String, Table> table : database.getValue().tables()) {
                if (key(identities, database.getKey(), table.getKey())
                        .filter(key::equals)
                        .isPresent()) {
                    return Optional.of(table.getValue());
                }
            }
        }
        return Optional.empty();
    }
}
