package dev.cairn.processor.read;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.QueryDeclaration.DeclaredRowType;
import dev.cairn.processor.model.QueryResult;
import dev.cairn.processor.model.QueryResult.ChangeCountType;
import dev.cairn.processor.model.QueryResult.Multiplicity;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.FindingSite;
import dev.cairn.processor.read.annotation.NullnessReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenType;
import dev.cairn.processor.read.column.RecordColumns;
import dev.cairn.processor.read.column.RecordColumnsReader;
import dev.cairn.processor.read.column.StructReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * Reads the result of a query method. It knows only the Java types; a later check compares them with the columns of the
 * query.
 */
final class QueryResultReader {
    private static final Map<String, Multiplicity> MULTIPLICITY_BY_CLASS_NAME = Map.of(
            List.class.getName(),
            Multiplicity.LIST,
            Set.class.getName(),
            Multiplicity.SET,
            QueryResult.PAGE_CLASS,
            Multiplicity.PAGE,
            Stream.class.getName(),
            Multiplicity.STREAM,
            Optional.class.getName(),
            Multiplicity.OPTIONAL);

    private final CompileContext compileContext;
    private final Findings findings;
    private final StructReader structReader;
    private final RecordColumnsReader columnsReader;

    QueryResultReader(CompileContext compileContext, Findings findings, StructReader structReader) {
        this.compileContext = compileContext;
        this.findings = findings;
        this.structReader = structReader;
        this.columnsReader = new RecordColumnsReader(compileContext, findings, structReader);
    }

    /**
     * Reads the rows that a query returns, or the number of changed rows that another statement returns.
     *
     * @param isQuery whether the method has a query, which returns rows
     * @throws UnreadableDeclarationException if the statement can't return the type, which is reported, or if the type
     *     can't be read
     */
    QueryResult<DeclaredRowType> readResult(
            QueryMethodContext context, MemberType memberType, boolean isQuery, FindingSite site) {
        TypeMirror type = memberType.type();
        if (!isQuery) {
            return new QueryResult.Changes<>(readChangeCountType(context, type, site.place()));
        }
        if (type.getKind() == TypeKind.VOID) {
            throw reportUnsupportedResult(
                    context,
                    "nothing",
                    "but a query returns rows",
                    "return List, Optional, Stream, a record or the type of one column, or use @Execute",
                    site.place());
        }
        if (type instanceof DeclaredType declaredType) {
            String className = CompileContext.qualifiedName(declaredType);
            List<? extends TypeMirror> typeArguments = declaredType.getTypeArguments();
            if (MULTIPLICITY_BY_CLASS_NAME.containsKey(className) && typeArguments.size() == 1) {
                Multiplicity multiplicity = MULTIPLICITY_BY_CLASS_NAME.get(className);
                DeclaredRowType rowType = readRowType(context, memberType.typeArgument(0), site);
                return new QueryResult.Rows<>(multiplicity, rowType);
            }
            if (className.equals(Map.class.getName()) && typeArguments.size() == 2) {
                return new QueryResult.Entries<>(
                        readScalarType(context, memberType.typeArgument(0), site)
                                .type(),
                        readRowType(context, memberType.typeArgument(1), site));
            }
        }
        ResultRemedy.findRemedy(type).ifPresent(remedy -> {
            throw reportUnsupportedResult(
                    context, WrittenType.format(type), "which can't hold the rows of a query", remedy, site.place());
        });
        boolean mayBeAbsent = Boolean.TRUE.equals(memberType.readNullness(context.isNullMarked()));
        return new QueryResult.Rows<>(
                mayBeAbsent ? Multiplicity.ONE_OR_NULL : Multiplicity.ONE, readRowType(context, memberType, site));
    }

    private ChangeCountType readChangeCountType(QueryMethodContext context, TypeMirror type, Place place) {
        return switch (type.getKind()) {
            case VOID -> ChangeCountType.VOID;
            case LONG -> ChangeCountType.LONG;
            case INT -> ChangeCountType.INT;
            default ->
                throw reportUnsupportedResult(
                        context,
                        WrittenType.format(type),
                        "but a statement that changes data returns the number of its rows",
                        "return long, int or void",
                        place);
        };
    }

    /** Reports a result type, and returns the exception to throw. */
    private UnreadableDeclarationException reportUnsupportedResult(
            QueryMethodContext context, String typeText, String problem, String remedy, Place place) {
        return UnreadableDeclarationException.report(
                findings, CompileRule.RESULT_TYPE, place, context.methodName(), typeText, problem, remedy);
    }

    private DeclaredRowType readRowType(QueryMethodContext context, MemberType type, FindingSite site) {
        Optional<TypeElement> recordType = CompileContext.findRecord(type.type());
        if (recordType.isPresent()) {
            TypeElement recordElement = recordType.get();
            if (!recordElement.getTypeParameters().isEmpty()) {
                throw UnreadableDeclarationException.report(
                        findings, CompileRule.GENERIC_RECORD, site.place(), compileContext.toJavaName(recordElement));
            }
            structReader
                    .javaTypeReader()
                    .requireVisible(recordElement, context.createComponent(context.methodName(), site));
            RecordColumns recordColumns = columnsReader.read(
                    recordElement, site.place(), new RecordColumnsReader.ColumnsContext(null, context.packageName()));
            return new DeclaredRowType.Composite(
                    recordColumns.columns(),
                    recordColumns.shape(),
                    NullnessReader.isNullMarked(compileContext, recordElement));
        }
        ResultRemedy.findRowRemedy(type.type()).ifPresent(remedy -> {
            throw reportUnsupportedResult(
                    context,
                    WrittenType.format(type.type()),
                    "but only a record has a component for each column of a row",
                    remedy,
                    site.place());
        });
        return readScalarType(context, type, site);
    }

    private DeclaredRowType.Scalar readScalarType(QueryMethodContext context, MemberType type, FindingSite site) {
        return new DeclaredRowType.Scalar(
                structReader.javaTypeReader().read(type.type(), context.createComponent(context.methodName(), site)),
                type.readNullness(context.isNullMarked()));
    }
}
