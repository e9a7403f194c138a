package dev.cairn.plan.change;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Plans CREATE TABLE with as many of the properties as the server accepts: ALTER TABLE sets those that CREATE TABLE
 * refuses but ALTER TABLE accepts.
 */
public record TableCreationPlanning(Simulation simulation, ObjectName name, Table desired) {
    /**
     * Creates the table, possibly not yet in its desired state. Returns the server's refusal if no statement creates it.
     */
    public Optional<Refusal> create(Marker... markers) {
        Optional<Refusal> first = findUnwritable();
        if (first.isPresent()) {
            return first;
        }
        for (Table variant : variants()) {
            Statement create = simulation.statements().createTable(name, variant);
            Optional<Refusal> refusal = simulation.attempt(create, markers);
            if (refusal.isEmpty()) {
                return Optional.empty();
            }
            first = first.or(() -> refusal);
        }
        return first;
    }

    /**
     * Returns the syntax error of the statement, if it has one: only CREATE TABLE LIKE creates ranges of {@code
     * date_trunc} that the server does not extend by itself.
     */
    private Optional<Refusal> findUnwritable() {
        boolean fixed = desired.partitioning() instanceof Partitioning.RangeBy range && !range.automatic();
        if (!fixed) {
            return Optional.empty();
        }
        String text = Sql.render(simulation.statements().createTable(name, desired));
        try {
            Sql.parse(text);
            return Optional.empty();
        } catch (SqlSyntaxException unwritable) {
            return Optional.of(Refusal.analysis(
                    unwritable.span(), unwritable.rule(), unwritable.arguments().toArray()));
        }
    }

    private List<Table> variants() {
        List<Table> variants = new ArrayList<>(List.of(desired));
        KnownProperty.FAMILIES.forEach(prefix -> createWithout(variants, name -> name.startsWith(prefix)));
        desired.properties().settings().keySet().forEach(name -> createWithout(variants, name::equals));
        createWithout(variants, name -> !KnownProperty.REPLICATION_NUM.is(name));
        return variants;
    }

    private void createWithout(List<Table> variants, Predicate<String> left) {
        StoredProperties fewer = desired.properties();
        for (String name : desired.properties().settings().keySet()) {
            fewer = left.test(name) ? fewer.without(name) : fewer;
        }
        if (!fewer.equals(desired.properties())) {
            variants.add(desired.withProperties(fewer));
        }
    }
}
