package dev.cairn.processor.read;

import dev.cairn.catalog.JavaFunctionForm;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.write.OverloadedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/**
 * Reads what a Java class and its annotation say about a function. A problem is reported as a finding.
 *
 * @param entryPlace the place of findings about a class whose source is not part of this compilation
 */
record JavaFunctionReader(CompileContext compileContext, Findings findings, Place entryPlace) {
    /** The attributes of the annotation that declare the signature and the class. */
    static final List<String> SIGNATURE_ATTRIBUTES = List.of("arguments", "returns", "symbol", "variant");

    private static final String WINDOW_METHOD = "windowUpdate";

    /** The types of the arguments of a function, and the items of CREATE FUNCTION for its form, result and class. */
    record JavaFunctionDefinition(List<Type> argumentTypes, List<ClusterItem> items) {
        JavaFunctionDefinition {
            argumentTypes = List.copyOf(argumentTypes);
            items = List.copyOf(items);
        }
    }

    /**
     * Reads a function.
     *
     * @throws UnreadableDeclarationException if the declaration has a problem, which is reported, or if a type is
     *     missing
     */
    JavaFunctionDefinition read(TypeElement type, WrittenAnnotation annotation) {
        List<Type> declaredArgumentTypes = new ArrayList<>();
        for (WrittenAnnotation.Text text : annotation.texts("arguments")) {
            declaredArgumentTypes.add(parseType(text));
        }
        Optional<Type> declaredResultType =
                Optional.ofNullable(annotation.findNonEmptyText("returns")).map(this::parseType);
        String symbol = annotation.findNonEmptyContent("symbol");
        return symbol == null
                ? readAnnotatedClassFunction(type, annotation, declaredArgumentTypes, declaredResultType)
                : readExternalClassFunction(symbol, annotation, declaredArgumentTypes, declaredResultType);
    }

    /** Reads a function whose class belongs to another project, so only the annotation declares the signature. */
    private JavaFunctionDefinition readExternalClassFunction(
            String symbol,
            WrittenAnnotation annotation,
            List<Type> declaredArgumentTypes,
            Optional<Type> declaredResultType) {
        if (declaredResultType.isEmpty()) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.CLUSTER_CLAUSE,
                    annotation.place("symbol"),
                    "symbol",
                    "the type of the result, too, such as returns = \"INT\"");
        }
        JavaFunctionForm form = readDeclaredForm(annotation);
        Place place = annotation.site().place();
        return new JavaFunctionDefinition(
                declaredArgumentTypes, createItems(form, declaredResultType.get(), symbol, place));
    }

    private JavaFunctionDefinition readAnnotatedClassFunction(
            TypeElement type,
            WrittenAnnotation annotation,
            List<Type> declaredArgumentTypes,
            Optional<Type> declaredResultType) {
        Place place = annotation.site().place();
        JavaFunctionClassCheck classCheck = new JavaFunctionClassCheck(compileContext, findings, entryPlace);
        classCheck.requireUsableClass(type, place);
        JavaFunctionForm form = classCheck.detectForm(type, place);
        ExecutableElement method = classCheck.requireMethod(type, form.methodName());
        ExecutableElement resultMethod =
                form == JavaFunctionForm.AGGREGATE ? classCheck.requireAggregateMethods(type, place) : method;
        JavaFunctionTypeResolver typeResolver = new JavaFunctionTypeResolver(classCheck);
        List<Type> argumentTypes = typeResolver.resolveArgumentTypes(form, method, declaredArgumentTypes, annotation);
        Type resultType = typeResolver.resolveResultType(form, resultMethod, declaredResultType);
        String className = type.getQualifiedName().toString();
        List<ClusterItem> items = createItems(form, resultType, className, place);
        if (form == JavaFunctionForm.AGGREGATE
                && !JavaFunctionClassCheck.findMethods(type, WINDOW_METHOD).isEmpty()) {
            classCheck.requireMethod(type, WINDOW_METHOD);
            items.add(createPropertyItem("analytic", "true", place));
        }
        return new JavaFunctionDefinition(argumentTypes, items);
    }

    private static List<ClusterItem> createItems(JavaFunctionForm form, Type resultType, String symbol, Place place) {
        List<ClusterItem> items = new ArrayList<>();
        if (!form.variant().isEmpty()) {
            items.add(new ClusterItem(ClusterPart.of("variant"), form.variant(), place.span()));
        }
        items.add(new ClusterItem(ClusterPart.of("returns"), OverloadedName.renderType(resultType), place.span()));
        items.add(createPropertyItem("symbol", symbol, place));
        items.add(createPropertyItem("type", "StarrocksJar", place));
        return items;
    }

    private static ClusterItem createPropertyItem(String name, String value, Place place) {
        return new ClusterItem(ClusterPart.ofProperty(name), value, place.span());
    }

    private Type parseType(WrittenAnnotation.Text text) {
        Type type = new FragmentReader(findings).read(text, SqlFragment::parseType);
        if (type == null) {
            throw UnreadableDeclarationException.ofReported();
        }
        return type;
    }

    private JavaFunctionForm readDeclaredForm(WrittenAnnotation annotation) {
        WrittenAnnotation.Text variantText = annotation.findNonEmptyText("variant");
        JavaFunctionForm form = JavaFunctionForm.of(variantText == null ? "" : variantText.text());
        if (variantText != null && !form.variant().equals(variantText.text())) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.CLUSTER_CLAUSE, variantText.place(), "variant", "AGGREGATE or TABLE");
        }
        return form;
    }
}
