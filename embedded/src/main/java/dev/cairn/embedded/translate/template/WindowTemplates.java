package dev.cairn.embedded.translate.template;

/** Functions that stand before OVER only. */
final class WindowTemplates {
    static final String WINDOW = """
        row_number () = row_number()$over
        rank () = rank()$over
        dense_rank () = dense_rank()$over
        cume_dist () = cume_dist()$over
        percent_rank () = percent_rank()$over
        ntile (bigint) = ntile($1)$over
        first_value (T) = first_value($1$ignore)$over
        last_value (T) = last_value($1$ignore)$over
        lag (T) = lag($1$ignore)$over
        lag (T, bigint) = lag($1, $2$ignore)$over
        lag (T, bigint, T) = lag($1, $2, $3$ignore)$over
        lead (T) = lead($1$ignore)$over
        lead (T, bigint) = lead($1, $2$ignore)$over
        lead (T, bigint, T) = lead($1, $2, $3$ignore)$over\
        """;

    private WindowTemplates() {}
}
