package dev.cairn.sql.ast;

import java.util.List;

/**
 * A user-defined function as CREATE FUNCTION declares it: its name, arguments and result. The location of the code is
 * not kept.
 *
 * <pre>{@code
 * Sql.parseFunction("CREATE FUNCTION mask(varchar, int, ...) RETURNS varchar");
 * Sql.parseFunction("CREATE GLOBAL AGGREGATE FUNCTION best(bigint) RETURNS bigint"
 *         + " PROPERTIES (\"analytic\" = \"true\")");
 * }</pre>
 */
public record FunctionDeclaration(
        boolean isGlobal, Kind kind, QualifiedName name, FunctionSignature signature, Span span) {
    public enum Kind {
        SCALAR,
        AGGREGATE,
        /** An aggregate function that also accepts OVER. */
        WINDOW,
        /** A function that returns rows and is used in place of a table. */
        TABLE
    }

    /**
     * The types of the arguments and of the result.
     *
     * @param isVariadic whether the last argument may be repeated
     */
    public record FunctionSignature(List<Type> argumentTypes, boolean isVariadic, Type resultType) {
        public FunctionSignature {
            argumentTypes = List.copyOf(argumentTypes);
        }
    }

    public List<Type> argumentTypes() {
        return signature.argumentTypes;
    }

    /** Returns whether the last argument may be repeated. */
    public boolean isVariadic() {
        return signature.isVariadic;
    }

    public Type resultType() {
        return signature.resultType;
    }
}
