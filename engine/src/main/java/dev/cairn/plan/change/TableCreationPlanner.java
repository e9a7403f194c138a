package dev.cairn.plan.change;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Plans CREATE TABLE with as many of the properties as the server accepts there. An alteration then sets the properties
 * that only ALTER TABLE accepts.
 */
public record TableCreationPlanner(Simulation simulation, ObjectName name, Table desiredTable) {
    /**
     * Creates the table, possibly not yet in its desired state. Returns empty on success, or the refusal of the
     * complete statement if the server refuses each variant.
     */
    public Optional<Refusal> createTable(Marker... markers) {
        Optional<Refusal> firstRefusal = findSyntaxRefusal();
        if (firstRefusal.isPresent()) {
            return firstRefusal;
        }
        Distribution distribution =
                simulation.determineDeclaredDistribution(name, desiredTable.properties(), desiredTable.distribution());
        for (Table variant : createVariants()) {
            Statement createStatement =
                    simulation.definitionStatements().buildCreateTable(name, variant.withDistribution(distribution));
            Optional<Refusal> refusal = simulation.attempt(createStatement, markers);
            if (refusal.isEmpty()) {
                return Optional.empty();
            }
            firstRefusal = firstRefusal.or(() -> refusal);
        }
        return firstRefusal;
    }

    /**
     * Returns the syntax error of the statement as a refusal; empty if the syntax is valid. CREATE TABLE has no syntax
     * for ranges of {@code date_trunc} that the server does not extend automatically; only CREATE TABLE LIKE creates
     * them.
     */
    private Optional<Refusal> findSyntaxRefusal() {
        boolean isFixedRange =
                desiredTable.partitioning() instanceof Partitioning.ExpressionRange range && !range.isAutomatic();
        if (!isFixedRange) {
            return Optional.empty();
        }
        String statementText = Sql.render(simulation.definitionStatements().buildCreateTable(name, desiredTable));
        try {
            Sql.parse(statementText);
            return Optional.empty();
        } catch (SqlSyntaxException syntaxError) {
            return Optional.of(Refusal.ofAnalysis(
                    syntaxError.span(),
                    syntaxError.rule(),
                    syntaxError.arguments().toArray()));
        }
    }

    /** Returns the desired table, followed by tables that lack some of its properties. */
    private List<Table> createVariants() {
        List<Table> variants = new ArrayList<>(List.of(desiredTable));
        KnownProperty.FAMILY_PREFIXES.forEach(prefix -> addReducedVariant(variants, name -> name.startsWith(prefix)));
        desiredTable.properties().settingByName().keySet().forEach(name -> addReducedVariant(variants, name::equals));
        addReducedVariant(variants, name -> !KnownProperty.REPLICATION_NUM.isNamed(name));
        return variants;
    }

    private void addReducedVariant(List<Table> variants, Predicate<String> isOmitted) {
        StoredProperties remainingProperties = desiredTable.properties();
        for (String name : desiredTable.properties().settingByName().keySet()) {
            remainingProperties =
                    isOmitted.test(name) ? remainingProperties.withoutProperty(name) : remainingProperties;
        }
        if (!remainingProperties.equals(desiredTable.properties())) {
            variants.add(desiredTable.withProperties(remainingProperties));
        }
    }
}
