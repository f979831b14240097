//! The five reasons of a no, each with its digit, and none.
//!
//! Nobody has to give one: the next scan goes on all the same.

use crate::domain::Objection;

/// The reasons in the order of their digits, from 1.
pub const REASONS: [Objection; 5] = [
    Objection::HasOne,
    Objection::TooExpensive,
    Objection::NotNow,
    Objection::DoesNotFit,
    Objection::Other,
];

/// The words of a reason.
pub fn id(objection: Objection) -> &'static str {
    match objection {
        Objection::HasOne => "reason-has-one",
        Objection::TooExpensive => "reason-too-expensive",
        Objection::NotNow => "reason-not-now",
        Objection::DoesNotFit => "reason-does-not-fit",
        Objection::Other => "reason-other",
    }
}

/// The words in front of the answer to an objection.
pub fn objection(objection: Objection) -> &'static str {
    match objection {
        Objection::HasOne => "objection-has-one",
        Objection::TooExpensive => "objection-too-expensive",
        Objection::NotNow => "objection-not-now",
        Objection::DoesNotFit => "objection-does-not-fit",
        Objection::Other => "objection-other",
    }
}
