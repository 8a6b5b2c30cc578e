-- What the institutions of a place owe, by the day it is due.
CREATE INDEX agreement_obligation_of_place ON agreement_obligation (place, due, obligation);
