package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.ExternalObject.ExternalColumn;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.DriftReport.PartDifference;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds differences between the tables and views of other schemas and their declarations by {@code @External}: missing
 * objects, missing columns, and columns of another type. Additional columns, the lengths of texts and NOT NULL do not
 * count as differences, because a record need not declare everything that exists. No statement is proposed to remove a
 * difference, because the objects belong to other schemas.
 */
public final class ExternalObjectCheck {
    private final ExternalObjectReader objectReader;
    private final MissingPathDetector missingPathDetector;
    private final List<PartDifference> differences;
    private final List<ReflectionGap> gaps;

    private ExternalObjectCheck(ServerConnection connection, ServerProfile profile, DriftReport report) {
        this.objectReader = new ExternalObjectReader(connection, profile);
        this.missingPathDetector = new MissingPathDetector(connection);
        this.differences = new ArrayList<>(report.differences());
        this.gaps = new ArrayList<>(report.gaps());
    }

    /**
     * Returns a report with the differences of the external objects that a catalog declares.
     *
     * @param managedTableNames the full names of the external tables that the report already covers
     */
    public static DriftReport withExternalDifferences(
            ServerConnection connection,
            ServerProfile profile,
            DriftReport report,
            Catalog declaredCatalog,
            Set<String> managedTableNames) {
        ExternalObjectCheck check = new ExternalObjectCheck(connection, profile, report);
        declaredCatalog.externalObjects().values().forEach(object -> {
            if (!managedTableNames.contains(object.qualifiedName().toString())) {
                check.addDifferences(object);
            }
        });
        return new DriftReport(
                check.differences,
                report.remediationPlan(),
                check.gaps,
                report.unmanagedObjects(),
                report.temporaryObjects());
    }

    /** Adds the differences of an object, or a gap if the user may not read it. */
    private void addDifferences(ExternalObject declaredObject) {
        String catalogName = declaredObject.externalCatalog();
        if (catalogName != null
                && differences.stream().anyMatch(difference -> difference.isMissingCatalog(catalogName))) {
            return; // the difference of the catalog stands for those of its tables
        }
        ObjectName name = ObjectName.of(declaredObject);
        try {
            ExternalObject liveObject = objectReader.read(declaredObject.qualifiedName());
            if (liveObject.columns().isEmpty()) {
                addMissingObject(name);
            } else {
                declaredObject.columns().forEach(column -> addColumnDifference(name, column, liveObject));
            }
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            if (catalogName != null && refusal.errorNumber() == ServerError.UNKNOWN_CATALOG.errno()) {
                differences.add(PartDifference.ofMissingCatalog(catalogName));
            } else if (isMissing(declaredObject, refusal)) {
                addMissingObject(name);
            } else {
                gaps.add(new ReflectionGap(name, refusal.reason()));
            }
        }
    }

    private boolean isMissing(ExternalObject object, ServerRefusalException refusal) {
        String catalogName = object.externalCatalog();
        return catalogName == null
                ? refusal.isUnknownObject()
                : missingPathDetector.isTableMissing(catalogName, object.database(), object.name(), refusal);
    }

    private void addMissingObject(ObjectName name) {
        differences.add(
                new PartDifference(name, ObjectPart.of(ObjectPart.Kind.OBJECT), null, "a table or a view", List.of()));
    }

    /** Adds the difference of a column. If one of its two types is unknown, only its existence is checked. */
    private void addColumnDifference(ObjectName name, ExternalColumn declaredColumn, ExternalObject liveObject) {
        Optional<ExternalColumn> liveColumn = liveObject.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(declaredColumn.name()))
                .findFirst();
        Type declaredType = declaredColumn.type();
        Type liveType = liveColumn.map(ExternalColumn::type).orElse(null);
        boolean isMissing = liveColumn.isEmpty();
        boolean hasOtherType = declaredType != null
                && liveType != null
                && !toComparedType(declaredType).equals(toComparedType(liveType));
        if (isMissing || hasOtherType) {
            differences.add(new PartDifference(
                    name,
                    new ObjectPart(ObjectPart.Kind.COLUMN, declaredColumn.name().toLowerCase(Locale.ROOT)),
                    liveType == null ? null : TypeFormat.formatForShowColumns(liveType),
                    declaredType == null ? "a column" : TypeFormat.formatForShowColumns(declaredType),
                    List.of()));
        }
    }

    /**
     * Returns a type in which all character types are VARCHAR without a length, because CHAR, VARCHAR and STRING are
     * read in the same way. Binary types lose only their length.
     */
    private static Type toComparedType(Type type) {
        if (type instanceof Type.Text textType) {
            boolean isBinary = textType.kind() == Type.Text.Kind.VARBINARY;
            return new Type.Text(isBinary ? textType.kind() : Type.Text.Kind.VARCHAR, Type.Text.UNSPECIFIED_LENGTH);
        }
        return type.mapComponentTypes(ExternalObjectCheck::toComparedType);
    }
}
