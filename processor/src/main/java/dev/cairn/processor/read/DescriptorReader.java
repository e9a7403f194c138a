package dev.cairn.processor.read;

import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.DataTestDeclaration;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.DeclaredDefinition;
import dev.cairn.processor.model.Declaration.DeclaredNotes;
import dev.cairn.processor.model.Declaration.DeclaredRecord;
import dev.cairn.processor.model.Declaration.DeclaredVariant;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredSeed;
import dev.cairn.processor.model.DescriptorFormat;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.processor.model.Place;
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
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Manipulation.Insert;
import dev.cairn.sql.ast.Manipulation.InsertedRows.LiteralRows;
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
 * Reads records that are not source in this compile. Class files lack annotations inside of types, so a record is read from the
 * declaration that its own compile has written on its descriptor.
 */
final class DescriptorReader {
    private static final String DECLARED = "dev.cairn.schema.Declared";

    private final CompileContext compile;
    private final Findings findings;

    DescriptorReader(CompileContext compile, Findings findings) {
        this.compile = compile;
        this.findings = findings;
    }

    /** Reads the descriptor of a record that is referred to at a place. */
    Declaration read(TypeElement type, Kind kind, Place place) {
        JavaName record = compile.toJavaName(type);
        JavaName descriptor = record.generatedName(kind.suffix());
        WrittenAnnotation declared = findDeclaredAnnotation(type, descriptor, place);
        if (declared == null) {
            findings.add(FindingCode.MISSING_DESCRIPTOR, place, record, descriptor, record.simpleName());
            throw UnreadableDeclarationException.ofReported();
        }
        int format = declared.number("format", 0);
        if (format != DescriptorFormat.CURRENT) {
            findings.add(
                    FindingCode.DESCRIPTOR_FORMAT,
                    place,
                    descriptor,
                    format,
                    DescriptorFormat.CURRENT,
                    record.simpleName());
            throw UnreadableDeclarationException.ofReported();
        }
        boolean nullMarked = NullnessReader.isNullMarked(compile, type);
        if (nullMarked != declared.flag("nullMarked") && (nullMarked || seesJSpecify(type))) {
            findings.add(
                    FindingCode.STALE_DESCRIPTOR,
                    place,
                    descriptor,
                    record.simpleName(),
                    nullMarked ? "outside of" : "in",
                    record.simpleName());
            throw UnreadableDeclarationException.ofReported();
        }
        return readDeclaration(type, kind, declared, place);
    }

    /** Whether JSpecify is on the class path: a compiler may omit annotations whose class it does not find. */
    private boolean seesJSpecify(TypeElement type) {
        return compile.elements().getTypeElement(compile.elements().getModuleOf(type), NullnessReader.NULL_MARKED)
                != null;
    }

    private @Nullable WrittenAnnotation findDeclaredAnnotation(TypeElement type, JavaName descriptor, Place place) {
        TypeElement generated =
                compile.elements().getTypeElement(compile.elements().getModuleOf(type), descriptor.qualifiedName());
        for (AnnotationMirror mirror :
                generated == null ? List.<AnnotationMirror>of() : generated.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().toString().equals(DECLARED)) {
                return WrittenAnnotation.of(new FindingSite(compile.places(), generated, place), mirror);
            }
        }
        return null;
    }

    private Declaration readDeclaration(TypeElement type, Kind kind, WrittenAnnotation declared, Place place) {
        Statement statement = parseStatement(readText(declared, "ddl"), place);
        List<DeclaredColumn> columns = readColumns(statement, declared, place);
        WrittenAnnotation.Text old = declared.text("renamedFrom");
        JavaName record = compile.toJavaName(type);
        QueryText query = readQuery(statement, declared, place);
        return new Declaration(
                new DeclaredRecord(
                        record,
                        CompileContext.isPublic(type),
                        createShape(record, columns),
                        place,
                        declared.flag("nullMarked"),
                        false),
                kind,
                new DeclaredDefinition(
                        statement, query, declared.flag("byPosition"), columns, readSeed(declared, place)),
                declared.annotations("variants").stream()
                        .map(variant -> readVariant(variant, query, place))
                        .toList(),
                new DeclaredNotes(
                        old == null ? null : new PreviousName(old.text(), place),
                        declared.texts("allowed").stream()
                                .map(tag -> new AllowedWarning(tag.text(), place))
                                .toList(),
                        Set.of(),
                        readDataTests(declared, place)));
    }

    private static List<DataTestDeclaration> readDataTests(WrittenAnnotation declared, Place place) {
        List<WrittenAnnotation.Text> texts = declared.texts("dataTests");
        List<DataTestDeclaration> tests = new ArrayList<>();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            tests.add(DataTestDeclaration.ofCompiled(
                    texts.get(i).text(), texts.get(i + 1).text(), place));
        }
        return tests;
    }

    private static @Nullable DeclaredSeed readSeed(WrittenAnnotation declared, Place place) {
        List<Name> columns = List.of();
        List<DeclaredSeed.Row> rows = new ArrayList<>();
        for (WrittenAnnotation.Text text : declared.texts("seed")) {
            Insert insert = (Insert) Sql.parseManipulation(text.text());
            columns = insert.columns();
            for (List<@Nullable Expression> row : ((LiteralRows) insert.source()).rows()) {
                rows.add(new DeclaredSeed.Row(
                        place, row.stream().map(Objects::requireNonNull).toList()));
            }
        }
        return rows.isEmpty() ? null : new DeclaredSeed(place, place, columns, rows);
    }

    private static DeclaredVariant readVariant(WrittenAnnotation variant, @Nullable QueryText ownText, Place place) {
        Statement statement = parseStatement(readText(variant, "ddl"), place);
        QueryText query = readQuery(statement, variant, place);
        boolean requeried = query != null && (ownText == null || !query.text().equals(ownText.text()));
        String on = variant.requireText("on").text();
        return new DeclaredVariant(ServerCondition.of(on), statement, query, requeried, place);
    }

    /** Parses a statement. The processor that wrote the text could not parse an opaque statement, either. */
    private static Statement parseStatement(String ddl, Place place) {
        try {
            return new SqlFragment(ddl, place.number()).parseStatement();
        } catch (SqlSyntaxException unknown) {
            return parseUnread(ddl, place);
        }
    }

    private static Statement parseUnread(String ddl, Place place) {
        try {
            return new SqlFragment(ddl, place.number()).parseUnreadView();
        } catch (SqlSyntaxException noView) {
            return new Statement.OpaqueStatement(ddl, List.of("CREATE"), null, place.span());
        }
    }

    private static @Nullable QueryText readQuery(Statement statement, WrittenAnnotation declared, Place place) {
        if (statement instanceof CreateView view) {
            return view.query().query().isUnread() ? null : view.query();
        }
        if (statement instanceof CreateMaterializedView view) {
            return view.query();
        }
        String query = readText(declared, "query");
        try {
            return query.isEmpty() ? null : new SqlFragment(query, place.number()).parseQuery();
        } catch (SqlSyntaxException unknown) {
            return null;
        }
    }

    private List<DeclaredColumn> readColumns(Statement statement, WrittenAnnotation declared, Place place) {
        String columnsText = readText(declared, "columns");
        Statement described = columnsText.isEmpty() ? statement : parseStatement(columnsText, place);
        if (!(described instanceof CreateTable table)) {
            return List.of();
        }
        Map<String, String> oldNames = readPairs(declared, "renamedColumns");
        Map<String, String> enums = readPairs(declared, "enums");
        Set<String> primitives = new HashSet<>();
        declared.texts("primitives").forEach(column -> primitives.add(column.text()));
        return table.columns().stream()
                .map(column -> createColumn(column, oldNames, primitives, place))
                .map(column -> column.with(findEnumeration(column.javaType(), enums.get(column.name()))))
                .toList();
    }

    private static DeclaredColumn createColumn(
            ColumnDefinition column, Map<String, String> oldNames, Set<String> primitives, Place place) {
        String name = column.name().text();
        String old = oldNames.get(name);
        return new DeclaredColumn(
                column,
                name,
                inferJavaType(column.type(), primitives.contains(name)),
                old == null ? null : new PreviousName(old, place),
                List.of(),
                new DeclaredColumn.ColumnPlaces(place, Map.of()));
    }

    /** Returns the enum type of a column, with the constants of the present enum; a column whose enum is missing holds texts. */
    private JavaType findEnumeration(JavaType inferred, @Nullable String name) {
        TypeElement type = name == null ? null : compile.elements().getTypeElement(name);
        if (type == null) {
            return inferred;
        }
        JavaType.Enumeration enumeration = compile.createEnumeration(type);
        return inferred instanceof JavaType.ListOf ? new JavaType.ListOf(enumeration) : enumeration;
    }

    private static Map<String, String> readPairs(WrittenAnnotation declared, String member) {
        List<WrittenAnnotation.Text> texts = declared.texts(member);
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            pairs.put(texts.get(i).text(), texts.get(i + 1).text());
        }
        return pairs;
    }

    private static RecordShape createShape(JavaName record, List<DeclaredColumn> columns) {
        List<RecordShape.ShapeComponent> parts = new ArrayList<>();
        for (DeclaredColumn column : columns) {
            parts.add(new RecordShape.Leaf(column.accessor(), parts.size()));
        }
        return new RecordShape(record, parts);
    }

    /** Joins the parts of a text, which was split because a constant has at most 65535 bytes. */
    private static String readText(WrittenAnnotation declared, String member) {
        StringBuilder text = new StringBuilder();
        declared.texts(member).forEach(part -> text.append(part.text()));
        return text.toString();
    }

    /** The Java type of a column, inferred from its SQL type; the component may have another one. */
    private static JavaType inferJavaType(@Nullable Type type, boolean primitive) {
        if (type == null) {
            return Simple.STATE;
        }
        if (type instanceof Type.Scalar scalar) {
            return JavaType.of(scalar.kind(), primitive);
        }
        if (type instanceof Type.Array array) {
            return new JavaType.ListOf(inferJavaType(array.element(), false));
        }
        if (type instanceof Type.Map map) {
            return new JavaType.MapOf(inferJavaType(map.key(), false), inferJavaType(map.value(), false));
        }
        if (type instanceof Type.Text text) {
            return text.kind() == Type.Text.Kind.VARBINARY ? Simple.BYTES : Simple.STRING;
        }
        return type instanceof Type.Decimal ? Simple.BIG_DECIMAL : Simple.STRING;
    }
}
