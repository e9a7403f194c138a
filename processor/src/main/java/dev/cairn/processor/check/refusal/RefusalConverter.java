package dev.cairn.processor.check.refusal;

import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.value.ValueRule;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.AnnotatedProperty;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.WrittenSql;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Converts refusals to findings in the user's terms.
 *
 * @param declaredStatement the statement with the defaults of the root
 */
public record RefusalConverter(ObjectDeclaration declaration, Statement declaredStatement, ServerProfile profile) {
    private static final String RESERVED_NAME_ADVICE = "choose another one, because the server reserves this one";
    private static final Map<RefusalRule, IllegalName> ILLEGAL_NAME_BY_RULE = Map.of(
            NameRule.RESERVED_COLUMN_NAME,
            new IllegalName("column", RESERVED_NAME_ADVICE),
            ServerError.INCORRECT_COLUMN_NAME,
            new IllegalName("column", "use 1 to 1024 characters other than = < > ! and *"),
            ServerError.INCORRECT_TABLE_NAME,
            new IllegalName("table", "use 1 to 1024 characters"),
            ServerError.INCORRECT_PARTITION_NAME,
            new IllegalName("partition", "use at most 64 letters, digits and underscores, beginning with a letter"));

    private static final String DURATION_FORMATS =
            "durations are '12 hours', '30 days' or '1 month 15 days'; hours, minutes and"
                    + " seconds can't be combined with weeks, months and years";

    /**
     * The words of a finding about an illegal name.
     *
     * @param kind the kind of object that can't have the name
     * @param advice which names are legal
     */
    private record IllegalName(String kind, String advice) {}

    /**
     * Returns the finding that describes a refusal.
     *
     * @param refusedStatement the refused statement, which may lack parts of the declared one
     */
    public Finding toFinding(Refusal refusal, Statement refusedStatement) {
        return relocate(toPropertyFinding(refusal, refusedStatement)
                .or(() -> toTableFinding(refusal, refusedStatement))
                .or(() -> toNameFinding(refusal))
                .orElseGet(() -> toGeneralFinding(refusal)));
    }

    /** Returns the finding about a refused property; empty if another part is refused. */
    public Optional<Finding> toLocatedPropertyFinding(Refusal refusal, Statement refusedStatement) {
        return toPropertyFinding(refusal, refusedStatement).map(this::relocate);
    }

    /** Returns the finding; a finding about a compiled record gets the place of the declaration. */
    private Finding relocate(Finding finding) {
        return declaration.isFromSource() ? finding : new Finding(finding.rule(), declaration.place(), finding.text());
    }

    public static List<Property> findProperties(Statement statement) {
        if (statement instanceof CreateTable table) {
            return table.properties();
        }
        return statement instanceof CreateMaterializedView view ? view.properties() : List.of();
    }

    private static Stream<Property> findPartitionProperties(Statement statement) {
        return statement instanceof CreateTable table && table.partitioning() != null
                ? table.partitioning().partitions().stream().flatMap(partition -> partition.properties().stream())
                : Stream.empty();
    }

    private String objectName() {
        return declaration.name().lastPart().text();
    }

    /** Returns the place of the refused part, or of the declaration. */
    private Place placeOf(Refusal refusal) {
        Place place = Place.of(refusal.span());
        return place.equals(Place.NONE) ? declaration.place() : place;
    }

    private Optional<Finding> toTableFinding(Refusal refusal, Statement refusedStatement) {
        return declaredStatement instanceof CreateTable table && refusedStatement instanceof CreateTable refusedTable
                ? TableRefusalConverter.toFinding(new CheckedTable(declaration, table, profile), refusedTable, refusal)
                : Optional.empty();
    }

    private Optional<Finding> toNameFinding(Refusal refusal) {
        return refusal.rule()
                .map(ILLEGAL_NAME_BY_RULE::get)
                .map(illegalName -> Finding.of(
                        CompileRule.ILLEGAL_NAME,
                        placeOf(refusal),
                        refusal.argument(0),
                        illegalName.kind(),
                        illegalName.advice()));
    }

    private Finding toGeneralFinding(Refusal refusal) {
        QueryText query = declaration.query();
        Place place = placeOf(refusal);
        Finding finding = Finding.of(
                CompileRule.REFUSED,
                place,
                profile.version(),
                objectName(),
                refusal.detailClause(),
                RefusalRemedies.describeRemedy(refusal));
        return query != null && declaration.isFromSource() && place.equals(Place.of(query.span()))
                ? finding.withExcerpt(WrittenSql.of(query).renderExcerpt(refusal.span()))
                : finding;
    }

    private Optional<Finding> toPropertyFinding(Refusal refusal, Statement refusedStatement) {
        return Stream.concat(findProperties(refusedStatement).stream(), findPartitionProperties(refusedStatement))
                .filter(property -> property.span().line() == refusal.span().line()
                        && property.span().offset() == refusal.span().offset())
                .findFirst()
                .map(property -> createPropertyFinding(property, refusal));
    }

    private Finding createPropertyFinding(Property property, Refusal refusal) {
        Place place = Place.of(property.span());
        if (UnknownPropertyRemedy.isUnknownPropertyRefusal(refusal)) {
            OwnerKind ownerKind =
                    declaredStatement instanceof CreateTable ? OwnerKind.TABLE : OwnerKind.MATERIALIZED_VIEW;
            String advice = new UnknownPropertyRemedy(profile, ownerKind).describeRemedy(property);
            return Finding.of(CompileRule.UNKNOWN_PROPERTY, place, objectName(), property.name(), advice);
        }
        String reason = refusal.hasRule(ValueRule.DURATION_FORMAT)
                ? refusal.detailClause() + " (" + DURATION_FORMATS + ")"
                : refusal.detailClause();
        Optional<AnnotatedProperty> annotatedProperty = AnnotatedProperty.find(property.name())
                .filter(ignored -> declaration.annotatedPropertyPlaces().contains(place));
        return Finding.of(
                CompileRule.PROPERTY_VALUE,
                place,
                annotatedProperty
                        .map(annotation -> annotation.renderAnnotation(property.value()))
                        .orElse("The property '" + property.name() + "' = '" + property.value() + "'"),
                objectName(),
                reason,
                annotatedProperty.isPresent() ? "annotation" : "property");
    }
}
