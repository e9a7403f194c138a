package dev.cairn.embedded.token;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.token.RefusalRule;

/** The rules by which the embedded server refuses statements that the engine accepts or does not parse. */
public enum EmbeddedRule implements RefusalRule {
    USER_EXISTS("user %s already exists!"),
    USER_NOT_DROPPABLE("Operation DROP USER failed for %s : cannot drop user %s"),
    ROOT_NOT_MODIFIABLE("Can not modify root user, except root itself"),
    USER_ANONYMOUS("Does not support anonymous user"),
    USER_NAME_INVALID("invalid user name: %s"),
    AUTHENTICATION_UNKNOWN("Cannot find %s from [mysql_native_password, mysql_clear_password,"
            + " authentication_openid_connect_client, authentication_oauth2_client]"),
    PASSWORD_EXTERNAL("only allow set password for native user, current user: %s"),
    USER_NOT_FOUND("cannot find user %s!"),
    NAMED_USER_NOT_FOUND("user '%s' doesn't exist"),
    USER_PROPERTY_UNKNOWN("Unknown user property(%s)"),
    USER_PROPERTY_OUT_OF_RANGE("%s is not valid, the value must be between %s and %s"),
    USER_PROPERTY_DATABASE_NOT_FOUND("%s not exists"),
    USER_PROPERTY_NOT_SETTABLE("Please use ALTER USER syntax to set user properties."),
    GRANTED_GLOBAL_OBJECT_NOT_FOUND("cannot find %s: %s"),
    GRANTED_FUNCTION_NOT_FOUND("cannot find function %s!"),
    RESOURCE_NOT_FOUND("%s does not exist"),
    ROUTINE_LOAD_NOT_FOUND(
            "There is no running job named %s in db %s. Include history? %s, you can try `show all routine"
                    + " load job for job_name` if you want to list stopped and cancelled jobs"),
    ROUTINE_LOAD_DATABASE_NOT_FOUND("failed to find database by dbFullName %s"),
    ROLE_NOT_GRANTED("Role %s is not granted to %s"),
    TOO_MANY_ROLES("failed to grant role: %s has total %s predecessor roles > %s!"),
    ROOT_ROLE_NOT_GRANTABLE("Can not grant root or cluster_admin role except root user"),
    ROOT_ROLE_NOT_REVOCABLE("Can not revoke root role from root user"),
    CAST_UNSUPPORTED("Not support cast %s to %s."),
    UNSUPPORTED("The embedded server does not support %s"),
    SHOWN_TABLE_NOT_FOUND("Table[%s] does not exists or is not OLAP/Paimon table"),
    LIKE_PATTERN_INVALID("Bad pattern in SQL: %s"),
    HINT_INVALID("Invalid hint value '%s'"),
    HINTED_VARIABLE_EXISTS(
            "Failed to evaluate user variable hint '%s', because the user variable name in the hint must not"
                    + " match any existing variable names."),
    DEPENDENT_VIEWS_EXIST("%s exists mv dependencies: [%s], drop is not allowed. See more detailed information in"
            + " `sys.object_dependencies`, or `set global enable_drop_table_check_mv_dependency=false`"),
    RECURSION_DISABLED("Recursive CTE is not supported"),
    COLUMN_TYPE_UNSUPPORTED("Type:%s of column:%s does not support"),
    LIST_TOO_LONG(
            "The %s are %s exceeded the maximum limit %s, please consider modify 'expr_children_limit' in FE conf"),
    CANCELLED("Cancelled"),
    ANSWER_TOO_LARGE("Memory of the embedded server exceed limit. A result may use a quarter of the heap"),
    MEMORY_LIMIT("Memory of the embedded server exceed limit. All statements may use %s"),
    ENDED_FOR_MEMORY(
            "Memory of the embedded server exceed limit. All statements may use %s, and of those that used it this one"
                    + " had been running for the longest time"),
    SUBQUERY_WITH_SEVERAL_ROWS("A subquery that is used as a value has returned more than one row"),
    CALCULATION_FAILED("The embedded server failed to evaluate %s: %s"),
    TIMEOUT("%s reached its timeout of %s seconds, please increase the '%s' session variable and retry"),
    /** The migrator reads the current value from this message. */
    AUTO_INCREMENT_TOO_SMALL("New auto_increment value must be greater than current value: %s"),
    NOT_A_TABLE("Rows can only be written to tables"),
    LABEL_MALFORMED("Label format error. regex: ^[-\\w]{1,128}$, label: %s"),
    TRANSACTION_LABEL_USED("fail to begin transaction. Label [%s] has already been used."),
    INSERT_TIMEOUT_INVALID(
            5018,
            "42000",
            "fail to begin transaction. Invalid timeout: '%s'. Expected values should be between 1 and %s seconds"),
    TRANSACTION_LABEL_DIFFERENT("Transaction already exists with label '%s', cannot begin with different label '%s'"),
    FUNCTION_UNSUPPORTED("The embedded server does not support the function '%s'"),
    USER_FUNCTION_UNSUPPORTED(
            "The embedded server can't call the function '%s', because it does not load the jars of functions"),
    PREPARE_UNSUPPORTED(1295, "HY000", "This command is not supported in the prepared statement protocol yet"),
    EXECUTED_QUERY_NOT_FOUND("Could not execute, since `%s` not exist"),
    DEALLOCATED_QUERY_NOT_FOUND("PrepareStatement `%s` not exist"),
    PARAMETER_UNKNOWN("Unknown parameter"),
    PREPARED_ARGUMENT_COUNT("Invalid arguments size %s, expected %s"),
    PLAN_UNSUPPORTED("The embedded server does not plan queries. Run EXPLAIN on a StarRocks server"),
    VALUE_REFUSED("%s"),
    ROWS_FILTERED("Insert has filtered data, txn_id = %s, tracking sql = select tracking_log from"
            + " information_schema.load_tracking_logs where job_id=%s. Error: %s"),
    ANALYZED_DATABASE_FORBIDDEN("Forbidden collect database: %s"),
    ANALYZED_COLUMN_REPEATED("Column '%s' specified twice"),
    UNKNOWN_PARTITION("Unknown partition '%s' in table '%s'"),
    VARIABLE_VALUE_INVALID(1231, "42000", "Variable '%s' can't be set to the value of '%s'"),
    VARIABLE_VALUE_UNSUPPORTED(
            1231,
            "42000",
            "Variable '%s' can't be set to the value of '%s' on the embedded server, whose results would not follow it"),
    VARIABLE_VALUE_UNLISTED("Unsupported %s: %s, supported list is {%s}"),
    VARIABLE_VALUE_MALFORMED("Invalid %s: '%s'. Expected: %s"),
    VARIABLE_NOT_A_NUMBER("%s is not a number"),
    VARIABLE_NOT_A_FRACTION(5018, "42000", "Invalid %s: '%s'. Expected values should be between 0.0 and 1.0"),
    VARIABLE_TOO_SMALL("%s must be equal or greater than %s"),
    VARIABLE_TOO_LARGE("%s must be equal or smaller than %s"),
    VARIABLE_TYPE_INVALID(1232, "42000", "Incorrect argument type to variable '%s'"),
    VARIABLE_ONLY_IN_SESSION(1228, "HY000", "Variable '%s' is a SESSION variable and can't be used with SET GLOBAL"),
    VARIABLE_ONLY_GLOBAL(1229, "HY000", "Variable '%s' is a GLOBAL variable and should be set with SET GLOBAL"),
    VARIABLE_READ_ONLY(1621, "HY000", "Variable '%s' is a read only variable"),
    USER_VARIABLE_NAME_INVALID("User variable name '%s' is illegal"),
    USER_VARIABLE_TYPE_UNSUPPORTED("Can't set variable with type %s"),
    UNKNOWN_CHARACTER_SET(1115, "42000", "Unknown character set: '%s'"),
    CHARACTER_SET_UNSUPPORTED("charset name %s is not supported yet"),
    SHARED_DATA_REQUIRED(5907, "42000", "unsupported statement in shared_nothing mode"),
    UNKNOWN_QUERY(1365, "42000", "Unknown query id: %s"),
    UNKNOWN_THREAD(1094, "HY000", "Unknown thread id: %s"),
    STATEMENT_IN_TRANSACTION(
            5305,
            "25P01",
            "Explicit transaction only support begin/commit/rollback/insert/update/delete/set/select statements"),
    TABLE_USED_BEFORE(
            5303, "25P01", "NOT allowed to read or write tables that have been subjected to DML operations before"),
    TRANSACTION_ACROSS_DATABASES(
            5304,
            "25P01",
            "Cannot execute cross-database transactions. All DML target tables must belong to the same db"),
    CHANGE_AFTER_STATEMENT(
            5306, "25P01", "Explicit transaction only support single update/delete before insert statement"),
    TABLE_MODIFIED_BEFORE(5307, "25P01", "SELECT cannot read table '%s' modified earlier in the same transaction"),
    DESCRIBED_TABLE_NOT_FOUND("table : %s not exists"),
    INDEFINITE_LOAD_OPERATIONS(
            "The embedded server does not load rows with other values of __op than 0 and 1 together with deletions"),
    LOADED_DATABASE_UNKNOWN("unknown database, database=%s"),
    LOADED_TABLE_UNKNOWN("unknown table \"%s.%s\""),
    LOADED_MATERIALIZED_VIEW("The data of '%s' cannot be inserted because '%s' is a materialized view,and the data of"
            + " materialized view must be consistent with the base table."),
    LOADED_OBJECT_NOT_A_TABLE("Only olap/lake table support stream load"),
    LOAD_TIMEOUT_INVALID("Invalid timeout: '%s'. Expected values should be between 1 and %s seconds"),
    PASSWORD_MALFORMED(5201, "HY000", "%s"),
    ACCESS_DENIED(
            5203,
            "42000",
            "Access denied; you need (at least one of) the %s privilege(s) on %s for this operation. Please ask the admin"
                    + " to grant permission(s) or try activating existing roles using <set [default] role>. Current role(s):"
                    + " %s. Inactivated role(s): %s.");

    private final int errno;
    private final String sqlState;
    private final String template;

    EmbeddedRule(String template) {
        this(Refusal.GENERAL_ERRNO, "HY000", template);
    }

    EmbeddedRule(int errno, String sqlState, String template) {
        this.errno = errno;
        this.sqlState = sqlState;
        this.template = template;
    }

    @Override
    public int errno() {
        return errno;
    }

    @Override
    public String sqlState() {
        return sqlState;
    }

    @Override
    public String template() {
        return template;
    }
}
