package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.GeneratedMethod;
import dev.cairn.processor.model.ParameterType;
import dev.cairn.processor.model.ParameterType.Container;
import dev.cairn.processor.model.QueryDeclaration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Generates the class that implements a query interface: constants with the texts of the statements, a method for each
 * method of the interface, and a static method for each type of rows.
 */
final class QueryClassGenerator {
    /** The name of the field with the database. */
    static final String DATABASE_FIELD = "db";

    private final QueryDeclaration declaration;
    private final List<CheckedQuery> queries;
    private final ClassName generatedClass;
    private final Set<String> inheritedNames;
    private final QueryClassMembers members;

    /** @param inheritedNames the names of all members that the interface declares or inherits */
    QueryClassGenerator(QueryDeclaration declaration, List<CheckedQuery> queries, Set<String> inheritedNames) {
        this.declaration = declaration;
        this.queries = queries;
        this.generatedClass = JavaTypes.toClassName(declaration.typeName().queriesClassName());
        this.inheritedNames = inheritedNames;
        Set<String> hidingNames = new HashSet<>(inheritedNames);
        hidingNames.add(DATABASE_FIELD);
        Set<String> methodNames = new HashSet<>(inheritedNames);
        for (CheckedQuery query : queries) {
            GeneratedMethod method = query.method();
            method.parameters().forEach(parameter -> hidingNames.add(parameter.name()));
            methodNames.add(method.name());
        }
        this.members =
                new QueryClassMembers(generatedClass, new MemberNames(hidingNames), new MemberNames(methodNames));
    }

    /**
     * Returns the names of the constants of the runtime that the class uses without a qualifier. They are known after
     * {@link #generateType} has been called.
     */
    Set<String> runtimeConstantNames() {
        return members.valueAccessGenerator().runtimeConstantNames();
    }

    TypeSpec.Builder generateType() {
        List<MethodSpec> methods = new ArrayList<>();
        queries.forEach(query -> methods.add(new QueryMethodGenerator(members, query).generate()));
        TypeSpec.Builder typeBuilder = TypeSpec.classBuilder(generatedClass)
                .addJavadoc("Runs the statements of {@link $T}.\n", JavaTypes.toClassName(declaration.typeName()))
                .addSuperinterface(JavaTypes.toClassName(declaration.typeName()))
                .alwaysQualify(inheritedNames.toArray(String[]::new));
        if (declaration.isExported()) {
            typeBuilder.addModifiers(Modifier.PUBLIC);
        }
        return typeBuilder
                .addModifiers(Modifier.FINAL)
                .addFields(members.fields())
                .addField(RuntimeClassNames.DATABASE, DATABASE_FIELD, Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(generateConstructor())
                .addMethods(methods)
                .addMethods(members.readers());
    }

    /** Returns whether a method may override one whose last parameter is declared with {@code ...}. */
    boolean mayOverrideVarargs() {
        return queries.stream()
                .map(query -> query.method().parameters())
                .anyMatch(parameters -> !parameters.isEmpty()
                        && parameters.get(parameters.size() - 1).type() instanceof ParameterType.Values values
                        && values.container() == Container.ARRAY);
    }

    private MethodSpec generateConstructor() {
        MethodSpec.Builder constructorBuilder = MethodSpec.constructorBuilder()
                .addParameter(RuntimeClassNames.DATABASE, DATABASE_FIELD)
                .addStatement(
                        "$T.require($L, $T.class)",
                        RuntimeClassNames.GENERATED_CLASS_FORMAT,
                        SourceGenerator.FORMAT_VERSION,
                        generatedClass)
                .addStatement("this.$L = $L", DATABASE_FIELD, DATABASE_FIELD);
        if (declaration.isExported()) {
            constructorBuilder.addModifiers(Modifier.PUBLIC);
        }
        return constructorBuilder.build();
    }
}
