package dev.cairn.processor.check;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.processor.check.rule.PropertyAvailability;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.Part;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Default;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Converts the server's refusals to findings in the user's terms. */
final class RefusalFindings {
    private static final Set<RefusalRule> RESERVED =
            Set.of(NameRule.RESERVED_COLUMN_PREFIX, NameRule.RESERVED_COLUMN_NAME);

    private final Declaration declaration;
    private final ServerProfile profile;
    private final Findings findings;
    private final String name;

    RefusalFindings(Declaration declaration, ServerProfile profile, Findings findings) {
        this.declaration = declaration;
        this.profile = profile;
        this.findings = findings;
        this.name = declaration.name().last().text();
    }

    /**
     * Reports a refusal of the statement, which is that of the declaration with the defaults of the root, and returns the
     * place of the finding.
     */
    Place report(Refusal refusal, Statement statement) {
        Optional<Property> property = property(refusal, statement);
        return property.isPresent()
                ? ofProperty(property.get(), refusal, statement)
                : ofColumn(refusal)
                        .or(() -> ofPartition(refusal, statement))
                        .or(() -> ofName(refusal))
                        .orElseGet(() -> ofWhole(refusal));
    }

    private Place add(FindingCode code, Place place, Object... arguments) {
        findings.add(code, place, arguments);
        return place;
    }

    private Optional<Place> ofColumn(Refusal refusal) {
        DeclaredColumn column = column(refusal).orElse(null);
        if (column == null) {
            return Optional.empty();
        }
        if (refusal.breaks(ColumnRule.INVALID_DEFAULT)) {
            return invalidDefault(column, "the type has no such value");
        }
        if (refusal.breaks(ColumnRule.INVALID_DEFAULT_VALUE)) {
            return invalidDefault(column, refusal.argument(1));
        }
        if (refusal.breaks(ColumnRule.DEFAULT_NOT_READABLE)) {
            return invalidDefault(column, "the server does not support such an expression");
        }
        if (refusal.breaks(ColumnRule.GENERATED_TYPE)) {
            String types = "Column Type: " + refusal.argument(0) + ", Expression Type: " + refusal.argument(1);
            return Optional.of(add(FindingCode.GENERATED_TYPE, place(refusal), column.name(), types));
        }
        return Optional.empty();
    }

    private Optional<Place> invalidDefault(DeclaredColumn column, Object reason) {
        return Optional.of(add(FindingCode.DEFAULT_VALUE, column.place(Part.DEFAULT), column.name(), reason));
    }

    private Optional<Place> ofPartition(Refusal refusal, Statement statement) {
        boolean overlaps = refusal.breaks(PartitionRule.RANGES_INTERSECT);
        if (!declaration.source()
                || !(overlaps || refusal.breaks(PartitionRule.NAME_REPEATED))
                || !(statement instanceof CreateTable table)
                || table.partitioning() == null) {
            return Optional.empty();
        }
        FindingCode code = overlaps ? FindingCode.PARTITION_OVERLAP : FindingCode.PARTITION_REPEATED;
        return table.partitioning().partitions().stream()
                .filter(partition -> StatementRepair.isAt(Place.of(refusal.at()), partition))
                .map(partition -> partition.name().text())
                .filter(partition -> !partition.isEmpty())
                .findFirst()
                .map(partition -> add(code, place(refusal), partition));
    }

    private Place ofWhole(Refusal refusal) {
        QueryText query = declaration.query();
        Place place = place(refusal);
        if (query != null && declaration.source() && place.equals(Place.of(query.span()))) {
            String excerpt = QueryExcerpt.of(query, refusal.at());
            findings.addWith(excerpt, FindingCode.REFUSED, place, profile.version(), name, refusal.detail());
            return place;
        }
        return add(FindingCode.REFUSED, place, profile.version(), name, refusal.detail());
    }

    /** The place of the refused part, or of the declaration. */
    Place place(Refusal refusal) {
        Place place = Place.of(refusal.at());
        return place.equals(Place.NONE) ? declaration.place() : place;
    }

    private Place ofProperty(Property property, Refusal refusal, Statement statement) {
        Place place = Place.of(property.span());
        if (PropertyAvailability.isUnknown(refusal)) {
            String advice = new PropertyAvailability(profile, statement instanceof CreateTable).advice(property);
            return add(FindingCode.UNKNOWN_PROPERTY, place, name, property.name(), advice);
        }
        return add(FindingCode.PROPERTY_VALUE, place, property.name(), property.value(), name, refusal.detail());
    }

    private Optional<Property> property(Refusal refusal, Statement statement) {
        List<Property> properties = List.of();
        if (statement instanceof CreateTable table) {
            properties = table.properties();
        } else if (statement instanceof CreateMaterializedView view) {
            properties = view.properties();
        }
        boolean alone = declaration.source();
        return properties.stream()
                .filter(property -> property.span().line() == refusal.at().line())
                .filter(property -> alone || refusal.detail().contains(property.name()))
                .findFirst();
    }

    private Optional<DeclaredColumn> column(Refusal refusal) {
        if (!declaration.source()) {
            return Optional.empty();
        }
        int line = refusal.at().line();
        return declaration.columns().stream()
                .filter(column -> isAt(column.definition(), line))
                .findFirst();
    }

    private static boolean isAt(ColumnDefinition column, int line) {
        Expression expression =
                column.defaultValue() instanceof Default.Computed computed ? computed.expression() : column.generated();
        return column.span().line() == line
                || (expression != null && expression.span().line() == line);
    }

    private Optional<Place> ofName(Refusal refusal) {
        if (refusal.breaksOneOf(RESERVED)) {
            return illegalName(refusal, "column", "choose another one, because the server reserves this one");
        }
        if (refusal.breaks(ServerError.INCORRECT_COLUMN_NAME)) {
            return illegalName(refusal, "column", "use 1 to 1024 characters other than = < > ! and *");
        }
        if (refusal.breaks(ServerError.INCORRECT_TABLE_NAME)) {
            return illegalName(refusal, "table", "use 1 to 1024 characters");
        }
        if (refusal.breaks(ServerError.INCORRECT_PARTITION_NAME)) {
            String advice = "use at most 64 letters, digits and underscores, beginning with a letter";
            return illegalName(refusal, "partition", advice);
        }
        return Optional.empty();
    }

    private Optional<Place> illegalName(Refusal refusal, String kind, String advice) {
        return Optional.of(add(FindingCode.ILLEGAL_NAME, place(refusal), refusal.argument(0), kind, advice));
    }
}
