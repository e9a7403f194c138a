package dev.cairn.embedded.translate.template;

/** Functions of dates and times. */
final class TimeTemplates {
    static final String SCALAR = """
        year (datetime) = year($1)
        quarter (datetime) = quarter($1)
        month (datetime) = month($1)
        day, dayofmonth (datetime) = day($1)
        hour (datetime) = hour($1)
        minute (datetime) = minute($1)
        second (datetime) = second($1)
        dayofweek (datetime) = dayofweek($1) + 1
        dayofweek_iso (datetime) = isodow($1)
        weekday (datetime) = isodow($1) - 1
        dayofyear (datetime) = dayofyear($1)
        weekofyear, week_iso (datetime) = weekofyear($1)
        week (datetime) = sr_week($1, 0)
        week (datetime, int) = sr_week($1, $2)
        yearweek (datetime) = sr_yearweek($1, 0)
        yearweek (datetime, int) = sr_yearweek($1, $2)
        to_date, date (datetime) = CAST($1 AS DATE)
        timestamp (datetime) = $1
        to_days (date) = datediff('day', DATE '0001-01-01', $1) + 366
        from_days (int) = DATE '0001-01-01' + ($1 - 366)
        makedate (int, int) = CASE WHEN $1 BETWEEN 0 AND 9999 AND $2 BETWEEN 1 AND 366
            AND year(make_date($1, 1, 1) + to_days($2 - 1)) = $1
            THEN CAST(make_date($1, 1, 1) + to_days($2 - 1) AS DATE) END
        dayname (datetime) = dayname($1)
        monthname (datetime) = monthname($1)
        years_add (datetime, int) = $1 + to_years($2)
        years_sub (datetime, int) = $1 - to_years($2)
        quarters_add (datetime, int) = $1 + to_months(3 * $2)
        quarters_sub (datetime, int) = $1 - to_months(3 * $2)
        months_add, add_months (datetime, int) = $1 + to_months($2)
        months_sub (datetime, int) = $1 - to_months($2)
        weeks_add (datetime, int) = $1 + to_days(7 * $2)
        weeks_sub (datetime, int) = $1 - to_days(7 * $2)
        days_add, date_add, adddate (datetime, int) = $1 + to_days($2)
        days_sub, date_sub, subdate (datetime, int) = $1 - to_days($2)
        hours_add (datetime, int) = $1 + to_hours($2)
        hours_sub (datetime, int) = $1 - to_hours($2)
        minutes_add (datetime, int) = $1 + to_minutes($2)
        minutes_sub (datetime, int) = $1 - to_minutes($2)
        seconds_add (datetime, int) = $1 + to_seconds($2)
        seconds_sub (datetime, int) = $1 - to_seconds($2)
        milliseconds_add (datetime, int) = $1 + to_microseconds(1000 * CAST($2 AS BIGINT))
        milliseconds_sub (datetime, int) = $1 - to_microseconds(1000 * CAST($2 AS BIGINT))
        microseconds_add (datetime, int) = $1 + to_microseconds($2)
        microseconds_sub (datetime, int) = $1 - to_microseconds($2)
        years_diff (datetime, datetime) = datesub('year', $2, $1)
        months_diff (datetime, datetime) = datesub('month', $2, $1)
        weeks_diff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 604800000000)
        days_diff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 86400000000)
        hours_diff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 3600000000)
        minutes_diff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 60000000)
        seconds_diff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 1000000)
        milliseconds_diff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 1000)
        datediff (datetime, datetime) = datediff('day', CAST($2 AS DATE), CAST($1 AS DATE))
        timediff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 1000000)
        date_format (datetime, varchar) = sr_date_format($1, $2)
        time_format (time, varchar) = sr_date_format(TIMESTAMP '2000-01-01 00:00:00' + to_seconds($1), $2)
        jodatime_format (datetime, varchar) = sr_jodatime_format($1, $2)
        to_iso8601 (date!) = strftime($1, '%Y-%m-%d')
        to_iso8601 (datetime) = strftime($1, '%Y-%m-%dT%H:%M:%S.%f')
        str_to_date (varchar, varchar) = sr_str_to_date($1, $2)
        str2date (varchar, varchar) = CAST(sr_str_to_date($1, $2) AS DATE)
        str_to_jodatime (varchar, varchar) = sr_str_to_jodatime($1, $2)
        to_tera_date (varchar, varchar) = CAST(sr_str_to_tera($1, $2) AS DATE)
        to_tera_timestamp (varchar, varchar) = sr_str_to_tera($1, $2)
        time_to_sec (time) = $1
        sec_to_time (bigint) = CASE WHEN $1 IS NOT NULL THEN least(greatest($1, -3023999), 3023999) END
        unix_timestamp (datetime) = CASE WHEN epoch($1) < 0 THEN 0 ELSE CAST(floor(epoch($1)) AS BIGINT) END
        unix_timestamp (varchar, varchar) = CASE WHEN epoch(sr_str_to_date($1, $2)) < 0 THEN 0
            ELSE CAST(floor(epoch(sr_str_to_date($1, $2))) AS BIGINT) END
        from_unixtime (bigint) = strftime(make_timestamp($1 * 1000000), '%Y-%m-%d %H:%M:%S')
        from_unixtime (bigint, varchar) = sr_date_format(make_timestamp($1 * 1000000), sr_unixtime_format($2))
        from_unixtime_ms (bigint) = sr_datetime_text(make_timestamp($1 * 1000))
        to_datetime, to_datetime_ntz (bigint) = make_timestamp($1 * 1000000)
        to_datetime, to_datetime_ntz (bigint, int) = CASE $2 WHEN 0 THEN make_timestamp($1 * 1000000)
            WHEN 3 THEN make_timestamp($1 * 1000) WHEN 6 THEN make_timestamp($1) END
        hour_from_unixtime (bigint) = hour(make_timestamp($1 * 1000000))
        convert_tz (datetime, varchar, varchar) = sr_convert_tz($1, $2, $3)
        current_timezone () = 'Etc/UTC'
        date_trunc (varchar, date!) = CAST(date_trunc($1, $2) AS DATE)
        date_trunc (varchar, datetime) = date_trunc($1, $2)
        time_slice (datetime, int, varchar, varchar) = sr_time_slice($1, $2, $3, $4)
        date_slice (date, int, varchar, varchar) = CAST(sr_time_slice(CAST($1 AS TIMESTAMP), $2, $3, $4) AS DATE)
        next_day (datetime, varchar) = CAST(sr_calendar(sr_next_day($1, $2)) AS DATE)
        previous_day (datetime, varchar) = CAST(sr_calendar(sr_previous_day($1, $2)) AS DATE)
        last_day (datetime) = CAST(last_day($1) AS DATE)
        last_day (datetime, varchar) = CASE $2 WHEN 'month' THEN last_day($1)
            WHEN 'quarter' THEN last_day(date_trunc('quarter', $1) + INTERVAL 2 MONTH)
            WHEN 'year' THEN last_day(date_trunc('year', $1) + INTERVAL 11 MONTH) END\
        """;

    private TimeTemplates() {}
}
