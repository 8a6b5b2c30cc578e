/* demo_visit.c: the steps of an outpatient visit as curl commands one can paste. */

#include "programs/demo.h"
#include "programs/say.h"

#include "core/demo.h"
#include "rooms/party/party.h"

#include <stdio.h>
#include <string.h>

#define CARE "2020-02-10"

static struct party_demo_person demo_patient(const struct world *world)
{
    const struct demo demo = { .seed = (uint64_t)world->settings.seed,
                               .people = world->settings.people };
    return party_demo_patient(&demo);
}

static void print_step(const struct world *world, const char *infno, const char *what,
                       int64_t place, const struct party_institution *institution, int number,
                       const char *input)
{
    struct text is = words_of(what, say_language());
    printf("\n# %s %.*s\ncurl -s http://%s/ -d '{\"infno\":\"%s\","
           "\"msgid\":\"%.*s20200210090000%04d\","
           "\"mdtrtarea_admvs\":\"%lld\",\"insuplc_admdvs\":\"%lld\",\"recer_sys_code\":\"demo\","
           "\"infver\":\"V1.0\",\"opter_type\":\"1\",\"opter\":\"0001\",\"opter_name\":\"演示\","
           "\"inf_time\":\"" CARE " 09:00:00\",\"fixmedins_code\":\"%.*s\","
           "\"fixmedins_name\":\"%.*s\",\"input\":%s}'\n",
           infno, TEXT_ARGS(is), world->settings.nhsa, infno, TEXT_ARGS(institution->code), number,
           (long long)institution->division, (long long)place, TEXT_ARGS(institution->code),
           TEXT_ARGS(institution->name), input);
}

static void print_money_steps(const struct world *world, const struct party_demo_person *person,
                              const struct party_institution *institution)
{
    char text[1600];
    char fields[1200];
    snprintf(fields, sizeof fields,
             "\"psn_no\":\"%lld\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"%s\","
                      "\"med_type\":\"11\",\"medfee_sumamt\":\"2600.00\",\"psn_setlway\":\"01\","
                      "\"mdtrt_id\":\"就诊ID\",\"chrg_bchno\":\"1\",\"insutype\":\"310\","
                      "\"acct_used_flag\":\"0\"",
             (long long)person->person, person->id_number);
    snprintf(text, sizeof text, "{\"data\":{%s}}", fields);
    print_step(world, "2206", "program.visit.price", person->place, institution, 5, text);
    print_step(world, "2207A", "program.visit.settle",
               person->place, institution, 6, text);
    snprintf(text, sizeof text,
             "{\"data\":{\"psn_no\":\"%lld\",\"mdtrt_id\":\"就诊ID\",\"setl_id\":\"结算ID\"}}",
             (long long)person->person);
    print_step(world, "2208", "program.visit.undo", person->place, institution, 7, text);
}

void demo_visit_print(const struct world *world)
{
    struct arena arena;
    arena_init(&arena);
    struct demo demo = { .seed = (uint64_t)world->settings.seed, .arena = &arena,
                         .scratch = &arena };
    const struct party_demo_person person = demo_patient(world);
    const struct party_institution institution = party_demo_institution(&demo, 0);
    char text[1600];
    say_part(stdout, "program.visit.try", text_of(world->settings.http), text_of(person.name),
             text_of(person.id_number));
    say_line("program.visit.steps");
    snprintf(text, sizeof text,
             "{\"data\":{\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"%s\"}}", person.id_number);
    print_step(world, "1101", "program.visit.person", person.place, &institution, 1, text);
    snprintf(text, sizeof text,
             "{\"data\":{\"psn_no\":\"%lld\",\"insutype\":\"310\",\"begntime\":\"" CARE
             " 09:15:00\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"%s\","
             "\"ipt_otp_no\":\"MZ1\",\"dept_code\":\"A03\",\"dept_name\":\"内科\",\"caty\":\"A03\"}}",
             (long long)person.person, person.id_number);
    print_step(world, "2201", "program.visit.register", person.place, &institution, 2, text);
    snprintf(text, sizeof text,
             "{\"mdtrtinfo\":{\"mdtrt_id\":\"就诊ID\",\"psn_no\":\"%lld\",\"med_type\":\"11\","
             "\"begntime\":\"" CARE " 09:15:00\"},\"diseinfo\":[{\"diag_type\":\"1\","
             "\"diag_srt_no\":1,\"diag_code\":\"I10.x00\",\"diag_name\":\"高血压\","
             "\"diag_dept\":\"A03\","
             "\"dise_dor_no\":\"D110105000001\",\"dise_dor_name\":\"演示\",\"diag_time\":\"" CARE
             " 09:20:00\",\"vali_flag\":\"1\"}]}", (long long)person.person);
    print_step(world, "2203", "program.visit.diagnose", person.place, &institution, 3, text);
    snprintf(text, sizeof text,
             "{\"feedetail\":[{\"feedetl_sn\":\"1\",\"mdtrt_id\":\"就诊ID\",\"psn_no\":\"%lld\","
             "\"chrg_bchno\":\"1\",\"rx_circ_flag\":\"0\",\"fee_ocur_time\":\"" CARE
             " 09:30:00\",\"med_list_codg\":\"%s\",\"medins_list_codg\":\"1\","
             "\"det_item_fee_sumamt\":\"2600.00\",\"cnt\":\"26\",\"pric\":\"100\","
             "\"bilg_dept_codg\":\"A03\",\"bilg_dept_name\":\"内科\",\"bilg_dr_codg\":\"D1\","
             "\"bilg_dr_name\":\"演示\",\"hosp_appr_flag\":\"0\"}]}",
             (long long)person.person, DEMO_ITEM);
    print_step(world, "2204", "program.visit.charge", person.place, &institution, 4, text);
    print_money_steps(world, &person, &institution);
    arena_release(&arena);
}
