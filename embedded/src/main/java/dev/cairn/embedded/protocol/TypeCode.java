package dev.cairn.embedded.protocol;

/** The codes of types in MySQL's protocol, for the columns of results and for the parameters of prepared statements. */
final class TypeCode {
    static final int DECIMAL = 0;
    static final int TINY = 1;
    static final int SHORT = 2;
    static final int LONG = 3;
    static final int FLOAT = 4;
    static final int DOUBLE = 5;
    static final int TIMESTAMP = 7;
    static final int LONGLONG = 8;
    static final int DATE = 10;
    static final int TIME = 11;
    static final int DATETIME = 12;
    static final int VARCHAR = 15;
    static final int TIMESTAMP2 = 17;
    static final int VAR_STRING = 253;
    static final int STRING = 254;

    private TypeCode() {}
}
