package dev.cairn.processor.read;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.DataTestDeclaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredSeed;
import dev.cairn.processor.model.DescriptorFormat;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.DeclaredMetadata;
import dev.cairn.processor.model.ObjectDeclaration.DeclaredRecord;
import dev.cairn.processor.model.ObjectDeclaration.DeclaredVariant;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.model.ObjectDeclaration.ObjectDefinition;
import dev.cairn.processor.model.PreviousName;
import dev.cairn.processor.model.RecordShape;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.FindingSite;
import dev.cairn.processor.read.annotation.NullnessReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.profile.ServerCondition;
import dev.cairn.sql.Sql;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.DmlStatement.Insert;
import dev.cairn.sql.ast.DmlStatement.RowSource.LiteralRows;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * Reads records whose source is not part of this compilation. Not every compiler reads annotations inside types from
 * class files, so a record is read from {@code @Declared}, which its own compilation has added to its descriptor. All
 * places are the place that refers to the record.
 */
final class DescriptorReader {
    private static final String DECLARED_ANNOTATION = "dev.cairn.schema.Declared";

    private final CompileContext compileContext;
    private final Findings findings;

    DescriptorReader(CompileContext compileContext, Findings findings) {
        this.compileContext = compileContext;
        this.findings = findings;
    }

    /**
     * Reads a record from its descriptor.
     *
     * @param place the place that refers to the record, where problems in the descriptor are reported
     * @throws UnreadableDeclarationException if the descriptor is missing or out of date, which is reported
     */
    ObjectDeclaration read(TypeElement type, Kind kind, Place place) {
        JavaClassName recordName = compileContext.toJavaName(type);
        JavaClassName descriptorName = recordName.generatedClassName(kind.descriptorSuffix());
        WrittenAnnotation declaredAnnotation = findDeclaredAnnotation(type, descriptorName, place);
        if (declaredAnnotation == null) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.MISSING_DESCRIPTOR,
                    place,
                    recordName,
                    descriptorName,
                    recordName.simpleName());
        }
        int formatVersion = declaredAnnotation.numberOrDefault("format", 0);
        if (formatVersion != DescriptorFormat.CURRENT) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.DESCRIPTOR_FORMAT,
                    place,
                    descriptorName,
                    formatVersion,
                    DescriptorFormat.CURRENT,
                    recordName.simpleName());
        }
        boolean isNullMarked = NullnessReader.isNullMarked(compileContext, type);
        if (isNullMarked != declaredAnnotation.isTrue("nullMarked") && (isNullMarked || hasJSpecify(type))) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.STALE_DESCRIPTOR,
                    place,
                    descriptorName,
                    recordName.simpleName(),
                    isNullMarked ? "outside of" : "in",
                    recordName.simpleName());
        }
        return readDeclaration(type, kind, declaredAnnotation, place);
    }

    /** Returns whether JSpecify is on the class path: a compiler may omit annotations whose class it does not find. */
    private boolean hasJSpecify(TypeElement type) {
        return compileContext
                        .elements()
                        .getTypeElement(compileContext.elements().getModuleOf(type), NullnessReader.NULL_MARKED_NAME)
                != null;
    }

    private @Nullable WrittenAnnotation findDeclaredAnnotation(
            TypeElement type, JavaClassName descriptorName, Place place) {
        TypeElement descriptorType = compileContext
                .elements()
                .getTypeElement(compileContext.elements().getModuleOf(type), descriptorName.qualifiedName());
        for (AnnotationMirror mirror :
                descriptorType == null ? List.<AnnotationMirror>of() : descriptorType.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().toString().equals(DECLARED_ANNOTATION)) {
                return WrittenAnnotation.of(
                        new FindingSite(compileContext.placeRegistry(), descriptorType, place), mirror);
            }
        }
        return null;
    }

    private ObjectDeclaration readDeclaration(
            TypeElement type, Kind kind, WrittenAnnotation declaredAnnotation, Place place) {
        String ddl = readText(declaredAnnotation, "ddl");
        Statement statement = kind == Kind.EXTERNAL ? parseExternalTable(ddl, place) : parseStatement(ddl, place);
        List<DeclaredColumn> columns = readColumns(statement, declaredAnnotation, place);
        WrittenAnnotation.Text previousNameText = declaredAnnotation.findText("renamedFrom");
        JavaClassName recordName = compileContext.toJavaName(type);
        QueryText query = readQuery(statement, declaredAnnotation, place);
        return new ObjectDeclaration(
                new DeclaredRecord(
                        recordName,
                        CompileContext.isPublic(type),
                        createShape(recordName, columns),
                        place,
                        declaredAnnotation.isTrue("nullMarked"),
                        false),
                kind,
                new ObjectDefinition(
                        statement,
                        query,
                        declaredAnnotation.isTrue("byPosition"),
                        columns,
                        readSeed(declaredAnnotation, place)),
                declaredAnnotation.annotations("variants").stream()
                        .map(variant -> readVariant(variant, query, place))
                        .toList(),
                new DeclaredMetadata(
                        previousNameText == null ? null : new PreviousName(previousNameText.text(), place),
                        declaredAnnotation.texts("allowed").stream()
                                .map(code -> new AllowedWarning(code.text(), place))
                                .toList(),
                        Set.of(),
                        readDataTests(declaredAnnotation, place)));
    }

    private static List<DataTestDeclaration> readDataTests(WrittenAnnotation declaredAnnotation, Place place) {
        List<WrittenAnnotation.Text> texts = declaredAnnotation.texts("dataTests");
        List<DataTestDeclaration> tests = new ArrayList<>();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            tests.add(DataTestDeclaration.ofCompiled(
                    texts.get(i).text(), place, texts.get(i + 1).text()));
        }
        return tests;
    }

    private static @Nullable DeclaredSeed readSeed(WrittenAnnotation declaredAnnotation, Place place) {
        List<Name> columns = List.of();
        List<DeclaredSeed.Row> rows = new ArrayList<>();
        for (WrittenAnnotation.Text insertText : declaredAnnotation.texts("seed")) {
            Insert insert = (Insert) Sql.parseDml(insertText.text());
            columns = insert.columns();
            for (List<@Nullable Expression> row : ((LiteralRows) insert.rowSource()).rows()) {
                rows.add(new DeclaredSeed.Row(
                        place, row.stream().map(Objects::requireNonNull).toList()));
            }
        }
        return rows.isEmpty() ? null : new DeclaredSeed(place, place, columns, rows);
    }

    private static DeclaredVariant readVariant(
            WrittenAnnotation variantAnnotation, @Nullable QueryText recordQuery, Place place) {
        Statement statement = parseStatement(readText(variantAnnotation, "ddl"), place);
        QueryText query = readQuery(statement, variantAnnotation, place);
        boolean hasOwnQuery =
                query != null && (recordQuery == null || !query.text().equals(recordQuery.text()));
        String serverCondition = variantAnnotation.requireText("on").text();
        return new DeclaredVariant(ServerCondition.of(serverCondition), statement, query, hasOwnQuery, place);
    }

    /**
     * Parses a statement. If the text can't be parsed, returns a view with an unread query, or else an opaque
     * statement, as in the processor that wrote the text.
     */
    private static Statement parseStatement(String ddl, Place place) {
        try {
            return new SqlFragment(ddl, place.number()).parseStatement();
        } catch (SqlSyntaxException ignored) {
            return parseUnreadView(ddl, place);
        }
    }

    /**
     * Parses the columns of an external table. If they have types that only a later version of Cairn knows, the
     * statement is opaque.
     */
    private static Statement parseExternalTable(String ddl, Place place) {
        try {
            return new SqlFragment(ddl, place.number()).parseCreateTable();
        } catch (SqlSyntaxException ignored) {
            return new Statement.OpaqueStatement(ddl, List.of("CREATE"), null, place.span());
        }
    }

    private static Statement parseUnreadView(String ddl, Place place) {
        try {
            return new SqlFragment(ddl, place.number()).parseUnreadView();
        } catch (SqlSyntaxException ignored) {
            return new Statement.OpaqueStatement(ddl, List.of("CREATE"), null, place.span());
        }
    }

    /** Returns the query of a view or a snapshot table; null for other objects, or if it can't be parsed. */
    private static @Nullable QueryText readQuery(
            Statement statement, WrittenAnnotation declaredAnnotation, Place place) {
        if (statement instanceof CreateView view) {
            return view.queryText().query().isUnread() ? null : view.queryText();
        }
        if (statement instanceof CreateMaterializedView view) {
            return view.queryText();
        }
        String querySql = readText(declaredAnnotation, "query");
        try {
            return querySql.isEmpty() ? null : new SqlFragment(querySql, place.number()).parseQuery();
        } catch (SqlSyntaxException ignored) {
            return null;
        }
    }

    /**
     * Reads the columns from the statement or, for a view, from the CREATE TABLE in {@code columns}; empty if that
     * statement can't be parsed.
     */
    private List<DeclaredColumn> readColumns(Statement statement, WrittenAnnotation declaredAnnotation, Place place) {
        String columnsText = readText(declaredAnnotation, "columns");
        Statement columnListStatement = columnsText.isEmpty() ? statement : parseStatement(columnsText, place);
        if (!(columnListStatement instanceof CreateTable table)) {
            return List.of();
        }
        Map<String, String> previousNameByColumn = readPairs(declaredAnnotation, "renamedColumns");
        Map<String, String> enumNameByColumn = readPairs(declaredAnnotation, "enums");
        Set<String> primitiveColumnNames = new HashSet<>();
        declaredAnnotation.texts("primitives").forEach(column -> primitiveColumnNames.add(column.text()));
        return table.columns().stream()
                .map(column -> createColumn(column, previousNameByColumn, primitiveColumnNames, place))
                .map(column -> column.withJavaType(toEnumType(column.javaType(), enumNameByColumn.get(column.name()))))
                .toList();
    }

    private static DeclaredColumn createColumn(
            ColumnDefinition definition,
            Map<String, String> previousNameByColumn,
            Set<String> primitiveColumnNames,
            Place place) {
        String columnName = definition.name().text();
        String previousName = previousNameByColumn.get(columnName);
        return new DeclaredColumn(
                definition,
                columnName,
                inferJavaType(definition.type(), primitiveColumnNames.contains(columnName)),
                previousName == null ? null : new PreviousName(previousName, place),
                List.of(),
                new DeclaredColumn.ColumnPlaces(place, Map.of()));
    }

    /**
     * Returns the enum type of a column, with the current constants of the enum. If the column does not have an enum,
     * or the enum is missing, returns the inferred type.
     */
    private JavaType toEnumType(JavaType inferredType, @Nullable String enumName) {
        TypeElement type = enumName == null ? null : compileContext.elements().getTypeElement(enumName);
        if (type == null) {
            return inferredType;
        }
        JavaType.Enumeration enumeration = compileContext.createEnumeration(type);
        return inferredType instanceof JavaType.JavaListType ? new JavaType.JavaListType(enumeration) : enumeration;
    }

    /** Reads an attribute that contains keys and values, alternately. */
    private static Map<String, String> readPairs(WrittenAnnotation declaredAnnotation, String attributeName) {
        List<WrittenAnnotation.Text> texts = declaredAnnotation.texts(attributeName);
        Map<String, String> valueByKey = new HashMap<>();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            valueByKey.put(texts.get(i).text(), texts.get(i + 1).text());
        }
        return valueByKey;
    }

    private static RecordShape createShape(JavaClassName recordName, List<DeclaredColumn> columns) {
        List<RecordShape.ShapeComponent> components = new ArrayList<>();
        for (DeclaredColumn column : columns) {
            components.add(new RecordShape.Leaf(column.accessor(), components.size()));
        }
        return new RecordShape(recordName, components);
    }

    /** Joins the parts of a text that was split, because a constant has at most 65535 bytes. */
    private static String readText(WrittenAnnotation declaredAnnotation, String attributeName) {
        StringBuilder joinedText = new StringBuilder();
        declaredAnnotation.texts(attributeName).forEach(part -> joinedText.append(part.text()));
        return joinedText.toString();
    }

    /** Returns the Java type of a column, inferred from its SQL type; the component may have another type. */
    private static JavaType inferJavaType(@Nullable Type type, boolean isPrimitive) {
        if (type == null) {
            return Simple.STATE;
        }
        if (type instanceof Type.Scalar scalarType) {
            return JavaType.of(scalarType.kind(), isPrimitive);
        }
        if (type instanceof Type.Array arrayType) {
            return new JavaType.JavaListType(inferJavaType(arrayType.element(), false));
        }
        if (type instanceof Type.Map mapType) {
            return new JavaType.JavaMapType(inferJavaType(mapType.key(), false), inferJavaType(mapType.value(), false));
        }
        if (type instanceof Type.Text textType) {
            return textType.kind() == Type.Text.Kind.VARBINARY ? Simple.BYTES : Simple.STRING;
        }
        return type instanceof Type.Decimal ? Simple.BIG_DECIMAL : Simple.STRING;
    }
}
