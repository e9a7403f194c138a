package dev.cairn.processor.model;

import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.QueryResult.Multiplicity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A query interface as declared, before its statements are parsed.
 *
 * @param isExported whether the interface is public
 */
public record QueryDeclaration(
        JavaClassName typeName,
        boolean isExported,
        QueriedSchema queriedSchema,
        DeclaredMethods declaredMethods,
        List<AllowedWarning> allowedWarnings,
        Place place) {
    public QueryDeclaration {
        allowedWarnings = List.copyOf(allowedWarnings);
    }

    /**
     * The schema of an interface.
     *
     * @param roles the roles of the schema with which the statements run; if the list is empty, privileges are not
     *     checked
     */
    public record QueriedSchema(JavaClassName rootName, List<QueryRole> roles) {
        public QueriedSchema {
            roles = List.copyOf(roles);
        }
    }

    /** A role with which statements run. */
    public record QueryRole(JavaClassName typeName, Place place) {}

    /** Returns the root of the schema. */
    public JavaClassName rootName() {
        return queriedSchema.rootName;
    }

    /** Returns the roles with which the statements run; if the list is empty, privileges are not checked. */
    public List<QueryRole> roles() {
        return queriedSchema.roles;
    }

    /**
     * The methods of an interface.
     *
     * @param hasAllMethods whether all methods could be read; otherwise, the interface can't be implemented
     */
    public record DeclaredMethods(List<Method> methods, boolean hasAllMethods) {
        public DeclaredMethods {
            methods = List.copyOf(methods);
        }
    }

    public List<Method> methods() {
        return declaredMethods.methods;
    }

    /** Returns whether all methods could be read; otherwise, the interface can't be implemented. */
    public boolean hasAllMethods() {
        return declaredMethods.hasAllMethods;
    }

    /** A method with a statement. */
    public record Method(
            String name,
            WrittenStatement writtenStatement,
            List<Parameter> parameters,
            QueryResult<DeclaredRowType> result,
            List<AllowedWarning> allowedWarnings,
            Place place) {
        public Method {
            parameters = List.copyOf(parameters);
            allowedWarnings = List.copyOf(allowedWarnings);
        }

        /** Returns whether the method has {@code @Query}; otherwise it has {@code @Execute}. */
        public boolean isQuery() {
            return writtenStatement.isQuery;
        }

        public String sql() {
            return writtenStatement.sql;
        }

        public Place sqlPlace() {
            return writtenStatement.place;
        }

        public boolean isChecked() {
            return writtenStatement.uncheckedReason.isEmpty();
        }

        public Optional<Parameter> findParameter(String name) {
            return parameters.stream()
                    .filter(parameter -> parameter.name.equals(name))
                    .findFirst();
        }

        public List<String> parameterNames() {
            return parameters.stream().map(Parameter::name).toList();
        }

        /** Returns the name with the parameters, as in {@code perCity(LocalDate from, List<String> cities)}. */
        public String signature() {
            return parameters.stream().map(Parameter::text).collect(Collectors.joining(", ", name + "(", ")"));
        }

        /** Returns whether the method returns at most one row, so a second row is an error. */
        public boolean returnsAtMostOneRow() {
            return result instanceof QueryResult.Rows<DeclaredRowType> rows
                    && rows.multiplicity().isAtMostOne();
        }

        /** Returns whether the method returns a map, whose keys are the values of the first column. */
        public boolean returnsMap() {
            return result instanceof QueryResult.Entries<DeclaredRowType>;
        }

        /** Returns whether the method returns one page of the rows. */
        public boolean returnsPage() {
            return result instanceof QueryResult.Rows<DeclaredRowType> rows && rows.multiplicity() == Multiplicity.PAGE;
        }

        /** Returns whether the method returns all rows in one collection. */
        public boolean returnsAllRows() {
            return result instanceof QueryResult.Entries<DeclaredRowType>
                    || (result instanceof QueryResult.Rows<DeclaredRowType> rows
                            && (rows.multiplicity() == Multiplicity.LIST || rows.multiplicity() == Multiplicity.SET));
        }
    }

    /**
     * The statement of a method.
     *
     * @param isQuery whether the annotation is {@code @Query}; otherwise it is {@code @Execute}
     * @param uncheckedReason the reason why the statement is not checked; empty if it is checked
     */
    public record WrittenStatement(boolean isQuery, String sql, Place place, String uncheckedReason) {}

    /**
     * A parameter of a method.
     *
     * @param isVarargs whether the parameter is declared as {@code String... names}
     * @param nullness whether the argument may be null; null if that is not declared
     * @param componentByPath the components of a record by their paths, such as {@code address.city}; the empty path
     *     stands for the record itself if it can be a STRUCT; empty if the type is not a record
     */
    public record Parameter(
            String name,
            ParameterType type,
            boolean isVarargs,
            @Nullable Boolean nullness,
            Map<String, Component> componentByPath,
            Place place) {
        public Parameter {
            componentByPath = Map.copyOf(componentByPath);
        }

        /** Returns the declaration of the parameter, such as {@code LocalDate from} or {@code String... names}. */
        private String text() {
            String typeText = type.text();
            return (isVarargs ? typeText.substring(0, typeText.length() - "[]".length()) + "..." : typeText) + " "
                    + name;
        }

        /** Returns whether the parameter is a collection of records whose components a statement may use. */
        public boolean isRecordCollection() {
            return type instanceof ParameterType.Values && !componentByPath.isEmpty();
        }

        /** Returns whether null may be passed; true if that is not declared. */
        public boolean isNullable() {
            return !Boolean.FALSE.equals(nullness);
        }

        /**
         * Returns the Java expressions of the records that are declared nullable: the parameter itself, and the records
         * inside it. A statement may use their components.
         */
        public Set<String> nullableOwnerExpressions() {
            Set<String> ownerExpressions = new TreeSet<>();
            if (type instanceof ParameterType.Components && Boolean.TRUE.equals(nullness)) {
                ownerExpressions.add(name);
            }
            componentByPath.forEach((path, component) -> {
                if (Boolean.TRUE.equals(component.nullness)
                        && component.type instanceof JavaType.Struct
                        && !path.isEmpty()) {
                    ownerExpressions.add(name + "." + path.replace(".", "().") + "()");
                }
            });
            return ownerExpressions;
        }
    }

    /** A component of a record that is a parameter. */
    public record Component(JavaType type, @Nullable Boolean nullness) {}

    /** The type of a row. */
    public sealed interface DeclaredRowType {
        /**
         * A row with one column.
         *
         * @param nullness whether the value may be null; null if that is not declared
         */
        record Scalar(JavaType type, @Nullable Boolean nullness) implements DeclaredRowType {}

        /** A record. */
        record Composite(List<DeclaredColumn> columns, RecordShape shape, boolean isNullMarked)
                implements DeclaredRowType {
            public Composite {
                columns = List.copyOf(columns);
            }
        }
    }
}
