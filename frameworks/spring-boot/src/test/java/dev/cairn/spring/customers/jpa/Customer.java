package dev.cairn.spring.customers.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A customer. */
@Entity
class Customer {
    @Id
    Long id;

    String city;
}
