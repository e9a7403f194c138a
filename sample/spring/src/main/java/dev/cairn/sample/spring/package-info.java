/**
 * A shop as a Spring Boot application: its customers are in a relational database, its orders in StarRocks. Start
 * reading at {@link dev.cairn.sample.spring.ShopController}.
 */
@NullMarked
package dev.cairn.sample.spring;

import org.jspecify.annotations.NullMarked;
