import * as createApiKey from '../../../functions/api-keys/create-api-key.ts';
import * as listApiKeys from '../../../functions/api-keys/list-api-keys.ts';
import * as revokeApiKey from '../../../functions/api-keys/revoke-api-key.ts';
import * as bookAppointment from '../../../functions/appointments/book-appointment.ts';
import * as cancelAppointment from '../../../functions/appointments/cancel-appointment.ts';
import * as checkInAppointment from '../../../functions/appointments/check-in-appointment.ts';
import * as completeAppointment from '../../../functions/appointments/complete-appointment.ts';
import * as getAppointment from '../../../functions/appointments/get-appointment.ts';
import * as getAppointmentCalendar from '../../../functions/appointments/get-appointment-calendar.ts';
import * as holdSlot from '../../../functions/appointments/hold-slot.ts';
import * as joinWaitingList from '../../../functions/appointments/join-waiting-list.ts';
import * as leaveWaitingList from '../../../functions/appointments/leave-waiting-list.ts';
import * as listAppointments from '../../../functions/appointments/list-appointments.ts';
import * as listWaitingList from '../../../functions/appointments/list-waiting-list.ts';
import * as markNoShow from '../../../functions/appointments/mark-no-show.ts';
import * as releaseHold from '../../../functions/appointments/release-hold.ts';
import * as rescheduleAppointment from '../../../functions/appointments/reschedule-appointment.ts';
import * as changeEmail from '../../../functions/auth/change-email.ts';
import * as changePassword from '../../../functions/auth/change-password.ts';
import * as confirmEmailChange from '../../../functions/auth/confirm-email-change.ts';
import * as confirmTotp from '../../../functions/auth/confirm-totp.ts';
import * as disableTotp from '../../../functions/auth/disable-totp.ts';
import * as enrolTotp from '../../../functions/auth/enrol-totp.ts';
import * as forgotPassword from '../../../functions/auth/forgot-password.ts';
import * as logIn from '../../../functions/auth/log-in.ts';
import * as logInWithMfa from '../../../functions/auth/log-in-with-mfa.ts';
import * as refreshSession from '../../../functions/auth/refresh-session.ts';
import * as registerUser from '../../../functions/auth/register-user.ts';
import * as renewRecoveryCodes from '../../../functions/auth/renew-recovery-codes.ts';
import * as resetPassword from '../../../functions/auth/reset-password.ts';
import * as revokeSession from '../../../functions/auth/revoke-session.ts';
import * as verifyEmail from '../../../functions/auth/verify-email.ts';
import * as addClosure from '../../../functions/clinics/add-closure.ts';
import * as createClinic from '../../../functions/clinics/create-clinic.ts';
import * as deleteClinic from '../../../functions/clinics/delete-clinic.ts';
import * as getClinic from '../../../functions/clinics/get-clinic.ts';
import * as listClinics from '../../../functions/clinics/list-clinics.ts';
import * as removeClosure from '../../../functions/clinics/remove-closure.ts';
import * as updateClinic from '../../../functions/clinics/update-clinic.ts';
import * as addExtraHours from '../../../functions/doctors/add-extra-hours.ts';
import * as addTimeOff from '../../../functions/doctors/add-time-off.ts';
import * as getDoctor from '../../../functions/doctors/get-doctor.ts';
import * as listSlots from '../../../functions/doctors/list-slots.ts';
import * as removeExtraHours from '../../../functions/doctors/remove-extra-hours.ts';
import * as removeTimeOff from '../../../functions/doctors/remove-time-off.ts';
import * as setDoctorProfile from '../../../functions/doctors/set-doctor-profile.ts';
import * as setDoctorSchedule from '../../../functions/doctors/set-doctor-schedule.ts';
import * as deletePatient from '../../../functions/patients/delete-patient.ts';
import * as getPatient from '../../../functions/patients/get-patient.ts';
import * as linkPatient from '../../../functions/patients/link-patient.ts';
import * as listPatientAccesses from '../../../functions/patients/list-patient-accesses.ts';
import * as listPatientAppointments from '../../../functions/patients/list-patient-appointments.ts';
import * as registerPatient from '../../../functions/patients/register-patient.ts';
import * as restorePatient from '../../../functions/patients/restore-patient.ts';
import * as unlinkPatient from '../../../functions/patients/unlink-patient.ts';
import * as updatePatient from '../../../functions/patients/update-patient.ts';
import * as deleteOwnUser from '../../../functions/users/delete-own-user.ts';
import * as deleteUser from '../../../functions/users/delete-user.ts';
import * as getOwnUser from '../../../functions/users/get-own-user.ts';
import * as getUser from '../../../functions/users/get-user.ts';
import * as inviteUser from '../../../functions/users/invite-user.ts';
import * as listUsers from '../../../functions/users/list-users.ts';
import * as removeSecondFactor from '../../../functions/users/remove-second-factor.ts';
import * as restoreUser from '../../../functions/users/restore-user.ts';
import * as sendInvitation from '../../../functions/users/send-invitation.ts';
import * as setUserRoles from '../../../functions/users/set-user-roles.ts';
import * as unlockUser from '../../../functions/users/unlock-user.ts';
import * as updateUser from '../../../functions/users/update-user.ts';
import type { HttpHandler, Stack } from '../../../lib/http/stack.ts';
import type { HttpTrigger } from '../../../lib/http/trigger.ts';
import { doctorsOf } from '../doctors.ts';
import { waitingOn } from '../waiting.ts';
import type { World } from './world.ts';

/** A route and what answers it. */
export interface Route {
  readonly trigger: HttpTrigger;
  readonly handler: HttpHandler;
}

/** The routes that tests about several of them ask, on the services of a world, by method and path. */
export function routesOf(world: World, stack: Stack): ReadonlyMap<string, Route> {
  const { identity, people, clinics, patients, appointments } = world;
  const doctors = doctorsOf(world);
  const waiting = waitingOn(identity.platform);
  const handlers: readonly HttpHandler[] = [
    createApiKey.createHandler(identity.apiKeys, stack),
    listApiKeys.createHandler(identity.apiKeyListing, stack),
    revokeApiKey.createHandler(identity.apiKeys, stack),
    changeEmail.createHandler(identity.emailChanges, stack),
    changePassword.createHandler(identity.passwordChanges, stack),
    confirmEmailChange.createHandler(identity.emailChanges, stack),
    confirmTotp.createHandler(identity.totpConfirmation, stack),
    disableTotp.createHandler(identity.secondFactorSettings, stack),
    enrolTotp.createHandler(identity.totpEnrolments, stack),
    forgotPassword.createHandler(identity.passwordResetRequests, stack),
    logIn.createHandler(identity.signIns, stack),
    logInWithMfa.createHandler(identity.signIns, stack),
    refreshSession.createHandler(identity.signIns, stack),
    registerUser.createHandler(identity.registrations, stack),
    renewRecoveryCodes.createHandler(identity.secondFactorSettings, stack),
    resetPassword.createHandler(identity.passwordResets, stack),
    revokeSession.createHandler(identity.ownSessions, stack),
    verifyEmail.createHandler(identity.registrations, stack),
    deletePatient.createHandler(patients.deletions, stack),
    getPatient.createHandler(patients.viewing, stack),
    linkPatient.createHandler(patients.links, stack),
    listPatientAccesses.createHandler(patients.accesses, stack),
    registerPatient.createHandler(patients.registration, stack),
    restorePatient.createHandler(patients.deletions, stack),
    unlinkPatient.createHandler(patients.links, stack),
    updatePatient.createHandler(patients.changes, stack),
    bookAppointment.createHandler(appointments.booking, stack),
    cancelAppointment.createHandler(appointments.transitions, stack),
    checkInAppointment.createHandler(appointments.transitions, stack),
    completeAppointment.createHandler(appointments.transitions, stack),
    getAppointment.createHandler(appointments.viewing, stack),
    getAppointmentCalendar.createHandler(appointments.calendars, stack),
    listAppointments.createHandler(appointments.listing, stack),
    markNoShow.createHandler(appointments.transitions, stack),
    rescheduleAppointment.createHandler(appointments.rescheduling, stack),
    holdSlot.createHandler(waiting.holds, stack),
    releaseHold.createHandler(waiting.holds, stack),
    joinWaitingList.createHandler(waiting.waitingList, stack),
    listWaitingList.createHandler(waiting.waitingListing, stack),
    leaveWaitingList.createHandler(waiting.waitingList, stack),
    listSlots.createHandler(appointments.slots, stack),
    listPatientAppointments.createHandler(appointments.listing, stack),
    addExtraHours.createHandler(doctors.extraHours, stack),
    addTimeOff.createHandler(doctors.timesOff, stack),
    getDoctor.createHandler(doctors.viewing, stack),
    removeExtraHours.createHandler(doctors.extraHours, stack),
    removeTimeOff.createHandler(doctors.timesOff, stack),
    setDoctorProfile.createHandler(doctors.profiles, stack),
    setDoctorSchedule.createHandler(doctors.profiles, stack),
    deleteOwnUser.createHandler(people.ownDeletions, stack),
    deleteUser.createHandler(people.deletions, stack),
    getOwnUser.createHandler(people.users, stack),
    getUser.createHandler(people.viewings, stack),
    inviteUser.createHandler(people.invitations, stack),
    listUsers.createHandler(people.listings, stack),
    removeSecondFactor.createHandler(identity.secondFactorRemoval, stack),
    restoreUser.createHandler(people.deletions, stack),
    sendInvitation.createHandler(people.invitations, stack),
    setUserRoles.createHandler(people.administration, stack),
    unlockUser.createHandler(people.administration, stack),
    updateUser.createHandler(people.profiles, stack),
    listClinics.createHandler(clinics.viewing, stack),
    getClinic.createHandler(clinics.viewing, stack),
    createClinic.createHandler(clinics.creation, stack),
    updateClinic.createHandler(clinics.hours, stack),
    deleteClinic.createHandler(clinics.service, stack),
    addClosure.createHandler(clinics.closures, stack),
    removeClosure.createHandler(clinics.closures, stack),
  ];
  return new Map(
    handlers.map((handler) => [
      `${handler.trigger.method} ${handler.trigger.path}`,
      { trigger: handler.trigger, handler },
    ]),
  );
}
