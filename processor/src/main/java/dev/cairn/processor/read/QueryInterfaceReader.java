package dev.cairn.processor.read;

import dev.cairn.annotation.Execute;
import dev.cairn.annotation.Queries;
import dev.cairn.annotation.Query;
import dev.cairn.annotation.Schema;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.QueryDeclaration;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryDeclaration.QueriedSchema;
import dev.cairn.processor.model.QueryDeclaration.QueryRole;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.NullnessReader;
import dev.cairn.processor.read.annotation.ReadAttempts;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.processor.read.column.StructReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/**
 * Reads query interfaces: the schema, and the statement, the parameters and the result of each method. Invalid
 * methods are reported and omitted, so that problems in other methods are found in the same compilation.
 */
public final class QueryInterfaceReader {
    private final CompileContext compileContext;
    private final Findings findings;
    private final QueryParameterReader parameterReader;
    private final QueryResultReader resultReader;

    public QueryInterfaceReader(CompileContext compileContext, Findings findings) {
        this.compileContext = compileContext;
        this.findings = findings;
        StructReader structReader = new StructReader(compileContext, findings);
        this.parameterReader = new QueryParameterReader(compileContext, findings, structReader);
        this.resultReader = new QueryResultReader(compileContext, findings, structReader);
    }

    boolean isQueryInterface(TypeElement type) {
        return CairnAnnotations.of(compileContext.site(type)).hasAnnotation(Queries.class);
    }

    /**
     * Reads an interface, and reports its problems.
     *
     * @throws UnreadableDeclarationException if the interface as a whole can't be read; javac or a finding reports why,
     *     unless a missing type may still be generated
     * @throws IllegalArgumentException if the type does not have {@code @Queries}
     */
    QueryDeclaration read(TypeElement type) {
        CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(type));
        WrittenAnnotation queriesAnnotation = annotations.findFirst(Queries.class);
        if (queriesAnnotation == null) {
            throw new IllegalArgumentException(type + " has no @Queries");
        }
        new AnnotationPlacementCheck(findings).checkQueryInterface(annotations);
        Place place = annotations.site().place();
        if (type.getKind() != ElementKind.INTERFACE
                || !type.getTypeParameters().isEmpty()
                || CompileContext.isPrivate(type)) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.NOT_AN_INTERFACE, place, compileContext.toJavaName(type));
        }
        TypeElement rootType = readRootType(queriesAnnotation);
        List<QueryRole> roles = readRoles(queriesAnnotation);
        List<Method> methods = new ArrayList<>();
        ReadAttempts readAttempts = new ReadAttempts();
        for (ExecutableElement method :
                ElementFilter.methodsIn(compileContext.elements().getAllMembers(type))) {
            if (isInterfaceMethod(method, type)) {
                readAttempts.run(() -> readMethod(method, type, place).ifPresent(methods::add));
            }
        }
        readAttempts.throwIfDeferrable();
        return new QueryDeclaration(
                compileContext.toJavaName(type),
                CompileContext.isPublic(type),
                new QueriedSchema(compileContext.toJavaName(rootType), roles),
                new QueryDeclaration.DeclaredMethods(methods, readAttempts.haveSucceeded()),
                annotations.allowedWarnings(),
                place);
    }

    /**
     * Returns whether the interface or one of its superinterfaces declares a method; false for the methods of Object.
     */
    private static boolean isInterfaceMethod(ExecutableElement method, TypeElement type) {
        Element owner = method.getEnclosingElement();
        return type.equals(owner) || (owner != null && owner.getKind() == ElementKind.INTERFACE);
    }

    private TypeElement readRootType(WrittenAnnotation queriesAnnotation) {
        TypeMirror type = queriesAnnotation.requireType("value");
        Place place = queriesAnnotation.place("value");
        if (type.getKind() == TypeKind.ERROR) {
            throw UnreadableDeclarationException.ofMissingType(type.toString(), place);
        }
        if (type instanceof DeclaredType declaredType
                && declaredType.asElement() instanceof TypeElement rootType
                && CairnAnnotations.of(compileContext.site(rootType, place)).hasAnnotation(Schema.class)) {
            return rootType;
        }
        throw UnreadableDeclarationException.report(findings, CompileRule.QUERIES_SCHEMA, place, type);
    }

    private List<QueryRole> readRoles(WrittenAnnotation queriesAnnotation) {
        RoleReader roleReader = new RoleReader(compileContext, findings);
        List<QueryRole> roles = new ArrayList<>();
        ReadAttempts readAttempts = new ReadAttempts();
        for (AnnotationValue value : queriesAnnotation.values("role")) {
            Place place = queriesAnnotation.place(value);
            readAttempts.run(() -> roles.add(new QueryRole(
                    compileContext.toJavaName(roleReader.readRoleType(value, place, "role of @Queries")), place)));
        }
        readAttempts.throwIfDeferrable();
        return roles;
    }

    /**
     * Reads a method; empty for a method with a body, which needs no implementation.
     *
     * @throws UnreadableDeclarationException if the method can't be implemented, which is reported, or if a type is
     *     missing
     */
    private Optional<Method> readMethod(ExecutableElement method, TypeElement type, Place ownerPlace) {
        CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(method, ownerPlace));
        WrittenAnnotation queryAnnotation = annotations.findFirst(Query.class);
        WrittenAnnotation executeAnnotation = annotations.findFirst(Execute.class);
        Place place = annotations.site().place();
        String methodName = method.getSimpleName().toString();
        if (!method.getModifiers().contains(Modifier.ABSTRACT)) {
            for (String annotationName : annotations.names()) {
                findings.add(
                        CompileRule.MEANINGLESS,
                        annotations.place(annotationName),
                        annotationName,
                        "a method with a body");
            }
            return Optional.empty();
        }
        WrittenAnnotation statementAnnotation = queryAnnotation == null ? executeAnnotation : queryAnnotation;
        if (statementAnnotation == null) {
            throw UnreadableDeclarationException.report(findings, CompileRule.NO_STATEMENT, place, methodName);
        }
        if (queryAnnotation != null && executeAnnotation != null) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.CONTRADICTION, executeAnnotation.place(), "@Query", "@Execute");
        }
        new AnnotationPlacementCheck(findings).checkStatementMethod(annotations);
        if (!method.getTypeParameters().isEmpty()) {
            throw UnreadableDeclarationException.report(findings, CompileRule.GENERIC_METHOD, place, methodName);
        }
        WrittenAnnotation.Text sqlText = statementAnnotation.requireText("value");
        String uncheckedReason = statementAnnotation.findNonEmptyContent("unchecked");
        // A superinterface may have type parameters, which the interface replaces with its type arguments.
        ExecutableType methodType =
                (ExecutableType) compileContext.types().asMemberOf((DeclaredType) type.asType(), method);
        QueryMethodContext context = new QueryMethodContext(
                methodName, compileContext.packageName(type), NullnessReader.isNullMarked(compileContext, method));
        return Optional.of(new Method(
                methodName,
                new QueryDeclaration.WrittenStatement(
                        queryAnnotation != null,
                        sqlText.text(),
                        sqlText.place(),
                        uncheckedReason == null ? "" : uncheckedReason),
                parameterReader.readParameters(context, method, methodType, ownerPlace),
                resultReader.readResult(
                        context,
                        new MemberType(methodType.getReturnType(), method.getReturnType()),
                        queryAnnotation != null,
                        annotations.site()),
                annotations.allowedWarnings(),
                place));
    }
}
