package dev.cairn.integration.shop;

import static dev.cairn.annotation.View.Security.INVOKER;

import dev.cairn.annotation.Column;
import dev.cairn.annotation.View;

/** The customers that may buy, in a view. */
@View(
        comment = "Customers that may buy",
        security = INVOKER,
        query = "SELECT id, name, city FROM customer WHERE active AND email IS NOT NULL")
public record ActiveCustomer(
        long id,
        String name,
        @Column(comment = "where they live") String city) {}
