package dev.cairn.internal.run;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.CopyPlan;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.reflection.ShownObject;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Lets the new table of a rebuild have the partitions of the old one, also undeclared ones: the server creates
 * and drops partitions of a table with dynamic partitioning, and users add some by hand, even while the rows are copied.
 * Tables with automatic partitioning need nothing: their partitions are created with the first row.
 *
 * <p>The server accepts partitions only for tables whose dynamic partitioning is off. It also drops partitions that have
 * expired, at another time in each of the two tables. Therefore, dynamic partitioning and all limits of the age and the
 * number of partitions are off in the new table until the rows are copied.
 */
final class StagingPartitions {
    /** The values with which the server drops no partitions. */
    private static final Map<String, String> OFF = disabledProperties();

    private final RunContext context;
    private final RunStep.StatementStep step;
    private final ObjectName to;
    private final Set<String> omitted;
    private final Set<String> declared;
    private final boolean followed;
    private final Map<String, String> switched = new TreeMap<>();
    private boolean off;

    /**
     * @param old the old table, as the migration expects it
     * @param to the name of the new table
     * @param replacement the new table, as the migration declares it
     */
    StagingPartitions(RunContext context, RunStep.StatementStep step, Table old, ObjectName to, Table replacement) {
        this.context = context;
        this.step = step;
        this.to = to;
        this.declared = names(replacement);
        this.omitted = names(old);
        omitted.removeAll(declared);
        this.followed = !(replacement.partitioning() instanceof Partitioning.None)
                && !replacement.partitioning().automatic()
                && CopyPlan.arePartitionedAlike(old, replacement);
        if (CopyPlan.arePartitionedAlike(old, replacement)) {
            OFF.forEach((property, off) -> {
                Optional<String> declaredValue = replacement.properties().value(property);
                // If the migration itself changes it, the state of the tables tells whether they were swapped.
                boolean same = declaredValue.equals(old.properties().value(property));
                declaredValue
                        .filter(value -> same && !value.equalsIgnoreCase(off))
                        .ifPresent(value -> switched.put(property, value));
            });
        }
    }

    private static Map<String, String> disabledProperties() {
        Map<String, String> off = new TreeMap<>();
        for (KnownProperty property : KnownProperty.propertiesOf(Holder.TABLE)) {
            property.use(Holder.TABLE)
                    .flatMap(PropertyUse::unlimitedValue)
                    .ifPresent(value -> off.put(property.propertyName(), value));
        }
        return off;
    }

    private static Set<String> names(Table table) {
        Set<String> names = new HashSet<>();
        table.partitioning().partitions().forEach(partition -> names.add(key(partition)));
        return names;
    }

    private static String key(PartitionDefinition partition) {
        return partition.name().text().toLowerCase(Locale.ROOT);
    }

    /** Whether the new table may need more partitions than those with which it was created. */
    boolean mayLack(PartitionSnapshot old) {
        return !switched.isEmpty()
                || (followed
                        && !old.partitions().keySet().stream()
                                .allMatch(name -> declared.contains(name.toLowerCase(Locale.ROOT))));
    }

    /**
     * Creates the partitions that only the old table has. A partition of the new table that has other values than that of
     * the old one is dropped first, unless it was declared.
     *
     * @param from the old table, with its name at the moment
     * @return whether anything was changed
     */
    boolean follow(StepConnection connection, ObjectName from, PartitionSnapshot old, PartitionSnapshot fresh) {
        // Also if nothing is missing yet, because partitions could be dropped.
        boolean changed = switchOff(connection);
        if (!followed) {
            return changed;
        }
        Predicate<String> isMissing = name -> !fresh.partition(name)
                .map(partition -> partition.values())
                .equals(old.partition(name).map(partition -> partition.values()));
        Set<String> missing = new HashSet<>();
        old.partitions().keySet().stream()
                .filter(isMissing)
                .filter(name -> !omitted.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(missing::add);
        if (missing.isEmpty()) {
            return changed;
        }
        Map<String, PartitionDefinition> definitions = definitions(connection, from);
        for (String name : missing) {
            PartitionDefinition definition = definitions.get(name.toLowerCase(Locale.ROOT));
            boolean isThere = fresh.partition(name).isPresent();
            if (definition != null && !(isThere && declared.contains(key(definition)))) {
                if (isThere) {
                    alter(connection, name, drop(definition.name()));
                }
                alter(connection, name, add(definition));
                changed = true;
            }
        }
        return changed;
    }

    private Map<String, PartitionDefinition> definitions(StepConnection connection, ObjectName from) {
        Map<String, PartitionDefinition> definitions = new TreeMap<>();
        ShownObject shown = connection.runIdempotent(
                context::backoff, server -> context.reflection().readObject(server, from, step.before()));
        if (shown instanceof ShownObject.Present present
                && present.object() instanceof SchemaObject.TableObject table) {
            for (PartitionDefinition partition : table.table().partitioning().partitions()) {
                definitions.put(key(partition), partition);
            }
        }
        return definitions;
    }

    private static AlterClause drop(Name partition) {
        return new AlterClause.DropPartitions(
                false, true, AlterClause.DropPartitions.PartitionSelection.of(List.of(partition)), true, Span.NONE);
    }

    private static AlterClause add(PartitionDefinition definition) {
        PartitionDefinition once = definition;
        if (definition instanceof PartitionDefinition.FixedRange fixed) {
            once = new PartitionDefinition.FixedRange(
                    true, fixed.name(), fixed.lower(), fixed.upper(), fixed.properties(), Span.NONE);
        } else if (definition instanceof PartitionDefinition.In in) {
            once = new PartitionDefinition.In(true, in.name(), in.values(), in.rows(), in.properties(), Span.NONE);
        }
        return new AlterClause.AddPartition(false, once, null, List.of(), Span.NONE);
    }

    private void alter(StepConnection connection, String partition, AlterClause clause) {
        Statement statement = new Statement.AlterTable(
                new QualifiedName(List.of(Name.of(to.database()), Name.of(to.name()))), List.of(clause), Span.NONE);
        try {
            execute(connection, Sql.render(statement));
        } catch (ServerRefusalException refusal) {
            throw new StepErrors(context, step).missingPartition(partition, to, refusal);
        }
    }

    private boolean switchOff(StepConnection connection) {
        if (switched.isEmpty() || off) {
            return false;
        }
        switched.keySet().forEach(property -> set(connection, property, Objects.requireNonNull(OFF.get(property))));
        off = true;
        return true;
    }

    /** Switches on what is declared. Call it right before the new table replaces the old one. */
    void restoreProperties(StepConnection connection) {
        switched.forEach((property, value) -> set(connection, property, value));
        off = false;
    }

    private void set(StepConnection connection, String property, String value) {
        execute(
                connection,
                "ALTER TABLE " + SqlQuoting.name(to) + " SET (" + SqlQuoting.text(property) + " = "
                        + SqlQuoting.text(value) + ")");
    }

    private void execute(StepConnection connection, String statement) {
        context.ledger().requireHeld();
        connection.runIdempotent(context::backoff, server -> {
            server.execute(statement);
            return server;
        });
    }
}
