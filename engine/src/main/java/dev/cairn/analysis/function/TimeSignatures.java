package dev.cairn.analysis.function;

/** Functions of dates and times. See {@link SignatureNotation}. */
final class TimeSignatures {
    static final String SCALAR = """
        year (date) smallint | (datetime) smallint
        month, day (date) tinyint | (datetime) tinyint
        quarter, dayofweek, dayofweek_iso, dayofyear, weekofyear, week_iso, weekday (datetime) int
        yearweek, week (datetime) int | (datetime, int) int
        to_date, date (datetime) date
        to_tera_date, str2date (varchar, varchar) date
        to_tera_timestamp, str_to_date, str_to_jodatime (varchar, varchar) datetime
        dayofmonth, hour, minute, second (datetime) tinyint
        years_add, years_sub, quarters_add, quarters_sub, months_add, months_sub, add_months, weeks_add,
            weeks_sub, days_add, days_sub, date_add, date_sub, adddate, subdate, hours_add, hours_sub,
            minutes_add, minutes_sub, seconds_add, seconds_sub, milliseconds_add, milliseconds_sub,
            microseconds_add, microseconds_sub (datetime, int) datetime
        years_diff, months_diff, weeks_diff, days_diff, hours_diff, minutes_diff, seconds_diff,
            milliseconds_diff (datetime, datetime) bigint
        datediff (datetime, datetime) int
        timediff (datetime, datetime) time
        date_diff (varchar, datetime, datetime) bigint
        now!, current_timestamp! () datetime | (int) datetime
        localtime, localtimestamp, utc_timestamp! () datetime
        curtime, current_time!, utc_time () time
        curdate!, current_date () date
        from_days (int) date
        to_days (date) int
        date_format, jodatime_format (datetime, varchar) varchar | (date, varchar) varchar
        to_iso8601 (datetime) varchar | (date) varchar
        time_to_sec (time) bigint
        sec_to_time (bigint) time
        unix_timestamp () bigint | (datetime) bigint | (date) bigint | (varchar, varchar) bigint
        from_unixtime (bigint) varchar | (bigint, varchar) varchar | (bigint, varchar, varchar) varchar
            | (int) varchar | (int, varchar) varchar
        from_unixtime_ms (bigint) varchar
        to_datetime, to_datetime_ntz (bigint) datetime | (bigint, int) datetime
        hour_from_unixtime (bigint) tinyint
        dayname, monthname (datetime) varchar
        convert_tz (datetime, varchar, varchar) datetime
        current_timezone () varchar
        date_trunc (varchar, datetime) datetime | (varchar, date) date
        timestamp (datetime) datetime
        date_slice (date, int, varchar) date | (date, int, varchar, varchar) date
        time_slice (datetime, int, varchar) datetime | (datetime, int, varchar, varchar) datetime
        next_day, previous_day (datetime, varchar) date
        last_day (datetime) date | (datetime, varchar) date | (date) date | (date, varchar) date
        makedate (int, int) date
        time_format (time, varchar) varchar
        __iceberg_transform_year, __iceberg_transform_month, __iceberg_transform_day (date) bigint
            | (datetime) bigint
        __iceberg_transform_hour (datetime) bigint
        """;

    private TimeSignatures() {}
}
