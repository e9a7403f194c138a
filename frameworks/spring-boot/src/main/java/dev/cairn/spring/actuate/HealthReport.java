package dev.cairn.spring.actuate;

import java.util.Map;

/**
 * The health that a monitor reports, independent of the version of Spring Boot.
 *
 * @param status the name of the status
 * @param details the states from which it was computed, by the names of the schemas
 */
record HealthReport(String status, Map<String, ?> details) {}
