package dev.cairn.processor.check;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.processor.check.rule.PartitionLookup;
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
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.List;
import java.util.Optional;

/** Converts the server's refusals to findings in the user's terms. */
final class RefusalFindings {
    private final Declaration declaration;
    private final ServerProfile profile;
    private final Findings findings;
    private final String name;

    RefusalFindings(Declaration declaration, ServerProfile profile, Findings findings) {
        this.declaration = declaration;
        this.profile = profile;
        this.findings = findings;
        this.name = name(declaration.statement());
    }

    static String name(Statement statement) {
        if (statement instanceof CreateTable table) {
            return table.name().last().text();
        }
        if (statement instanceof CreateView view) {
            return view.name().last().text();
        }
        return statement instanceof CreateMaterializedView view
                ? view.name().last().text()
                : "";
    }

    /** Reports a refusal of the statement, which is that of the declaration with the defaults of the root. */
    void report(Refusal refusal, Statement statement) {
        Optional<Property> property = property(refusal, statement);
        if (property.isPresent()) {
            sayOf(property.get(), refusal, statement);
        } else if (!sayOfColumn(refusal) && !sayOfPartition(refusal, statement) && !sayOfName(refusal)) {
            sayOfAnything(refusal);
        }
    }

    private boolean sayOfColumn(Refusal refusal) {
        DeclaredColumn column = column(refusal).orElse(null);
        if (column == null) {
            return false;
        }
        if (refusal.breaks(ColumnRule.INVALID_DEFAULT)) {
            String reason = "the type has no such value";
            findings.add(FindingCode.DEFAULT_VALUE, column.place(Part.DEFAULT), column.name(), reason);
        } else if (refusal.breaks(ColumnRule.INVALID_DEFAULT_VALUE)) {
            findings.add(FindingCode.DEFAULT_VALUE, column.place(Part.DEFAULT), column.name(), refusal.argument(1));
        } else if (refusal.breaks(ColumnRule.DEFAULT_NOT_READABLE)) {
            String reason = "the server does not support such an expression";
            findings.add(FindingCode.DEFAULT_VALUE, column.place(Part.DEFAULT), column.name(), reason);
        } else if (refusal.breaks(ColumnRule.GENERATED_TYPE)) {
            String types = "Column Type: " + refusal.argument(0) + ", Expression Type: " + refusal.argument(1);
            findings.add(FindingCode.GENERATED_TYPE, place(refusal), column.name(), types);
        } else {
            return false;
        }
        return true;
    }

    private boolean sayOfPartition(Refusal refusal, Statement statement) {
        List<PartitionDefinition> partitions =
                statement instanceof CreateTable table ? PartitionLookup.in(table.partitioning()) : List.of();
        Optional<String> partition = partitions.stream()
                .filter(each -> PartitionLookup.isAt(Place.of(refusal.at()), each))
                .flatMap(each -> PartitionLookup.name(each).stream())
                .map(Name::text)
                .findFirst();
        boolean overlaps = refusal.breaks(PartitionRule.RANGES_INTERSECT);
        if (partition.isEmpty() || !declaration.source()) {
            return false;
        }
        if (overlaps || refusal.breaks(PartitionRule.NAME_REPEATED)) {
            FindingCode code = overlaps ? FindingCode.PARTITION_OVERLAP : FindingCode.PARTITION_REPEATED;
            findings.add(code, place(refusal), partition.get());
            return true;
        }
        return false;
    }

    private void sayOfAnything(Refusal refusal) {
        QueryText query = declaration.query();
        Place place = place(refusal);
        if (query != null && declaration.source() && place.equals(Place.of(query.span()))) {
            String excerpt = QueryExcerpt.of(query, refusal.at());
            findings.addWith(excerpt, FindingCode.REFUSED, place, profile.version(), name, refusal.detail());
        } else {
            findings.add(FindingCode.REFUSED, place, profile.version(), name, refusal.detail());
        }
    }

    private Place place(Refusal refusal) {
        Place place = Place.of(refusal.at());
        return place.equals(Place.NONE) ? declaration.place() : place;
    }

    private void sayOf(Property property, Refusal refusal, Statement statement) {
        Place place = Place.of(property.span());
        if (PropertyAvailability.isUnknown(refusal)) {
            String advice = new PropertyAvailability(profile, statement instanceof CreateTable).advice(property);
            findings.add(FindingCode.UNKNOWN_PROPERTY, place, name, property.name(), advice);
        } else {
            findings.add(FindingCode.PROPERTY_VALUE, place, property.name(), property.value(), name, refusal.detail());
        }
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

    private boolean sayOfName(Refusal refusal) {
        String kind = "column";
        String advice;
        if (refusal.breaks(NameRule.RESERVED_COLUMN_PREFIX) || refusal.breaks(NameRule.RESERVED_COLUMN_NAME)) {
            advice = "choose another one, because the server reserves this one";
        } else if (refusal.breaks(ServerError.INCORRECT_COLUMN_NAME)) {
            advice = "use 1 to 1024 characters other than = < > ! and *";
        } else if (refusal.breaks(ServerError.INCORRECT_TABLE_NAME)) {
            kind = "table";
            advice = "use 1 to 1024 characters";
        } else if (refusal.breaks(ServerError.INCORRECT_PARTITION_NAME)) {
            kind = "partition";
            advice = "use at most 64 letters, digits and underscores, beginning with a letter";
        } else {
            return false;
        }
        findings.add(FindingCode.ILLEGAL_NAME, place(refusal), refusal.argument(0), kind, advice);
        return true;
    }
}
