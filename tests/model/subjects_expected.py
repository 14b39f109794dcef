"""Which columns of which resource relationship-based authorization looks at, by the reference's generated code.

Source: `*_EntityAuthorizationContextProviders.generated.approved.cs` of v5.2 (data standard 3.3), v7.2 (5.1) and v7.3
(5.2), before the overrides of `Security/Authorization/Overrides`. A row: columns, then the resources that have just
these.
"""

_SINCE_5_1 = {
    "EducationOrganizationId": """
        AccountabilityRating ChartOfAccount Cohort CompetencyObjective Course
        EducationOrganizationInterventionPrescriptionAssociation EducationOrganizationPeerAssociation
        GraduationPlan Intervention InterventionPrescription InterventionStudy LocalAccount LocalActual
        LocalBudget LocalEncumbrance OpenStaffPosition Program SurveyCourseAssociation
        SurveyProgramAssociation SurveyResponseEducationOrganizationTargetAssociation
        SurveySectionResponseEducationOrganizationTargetAssociation
    """,
    "SchoolId": """
        AcademicWeek BellSchedule Calendar CalendarDate ClassPeriod CourseOffering DisciplineIncident
        FeederSchoolAssociation GradingPeriod Location School Section SectionAttendanceTakenEvent
        Session SurveySectionAssociation
    """,
    "StudentUSI": """
        DisciplineAction PostSecondaryEvent Student StudentAssessment StudentCompetencyObjective
        StudentGradebookEntry StudentProgramEvaluation StudentTransportation
    """,
    "SchoolId StudentUSI": """
        Grade RestraintEvent StudentDisciplineIncidentBehaviorAssociation
        StudentDisciplineIncidentNonOffenderAssociation StudentSchoolAssociation
        StudentSchoolAttendanceEvent StudentSectionAssociation StudentSectionAttendanceEvent
    """,
    "EducationOrganizationId StaffUSI": """
        LocalContractedStaff LocalPayroll StaffCohortAssociation
        StaffEducationOrganizationAssignmentAssociation StaffEducationOrganizationContactAssociation
        StaffEducationOrganizationEmploymentAssociation
    """,
    "StaffUSI": """
        Staff StaffAbsenceEvent StaffLeave StaffProgramAssociation SurveyResponseStaffTargetAssociation
        SurveySectionResponseStaffTargetAssociation
    """,
    "SchoolId StaffUSI": """
        StaffDisciplineIncidentAssociation StaffSchoolAssociation StaffSectionAssociation
    """,
    "CommunityProviderId": """
        CommunityProvider CommunityProviderLicense
    """,
    "EducationOrganizationNetworkId": """
        EducationOrganizationNetwork EducationOrganizationNetworkAssociation
    """,
    "CommunityOrganizationId": """
        CommunityOrganization
    """,
    "ContactUSI": """
        Contact
    """,
    "EducationServiceCenterId": """
        EducationServiceCenter
    """,
    "LocalEducationAgencyId": """
        LocalEducationAgency
    """,
    "OrganizationDepartmentId": """
        OrganizationDepartment
    """,
    "PostSecondaryInstitutionId": """
        PostSecondaryInstitution
    """,
    "StateEducationAgencyId": """
        StateEducationAgency
    """,
    "ContactUSI StudentUSI": """
        StudentContactAssociation
    """,
}
"""Rows that data standards have alike."""

GENERATED = {
    "3.3": {
        "EducationOrganizationId": """
            Account AccountabilityRating AccountCode Actual Budget Cohort CompetencyObjective Course
            EducationOrganizationInterventionPrescriptionAssociation EducationOrganizationPeerAssociation
            GraduationPlan Intervention InterventionPrescription InterventionStudy OpenStaffPosition Program
            SurveyCourseAssociation SurveyProgramAssociation
            SurveyResponseEducationOrganizationTargetAssociation
            SurveySectionResponseEducationOrganizationTargetAssociation
        """,
        "EducationOrganizationId StudentUSI": """
            CourseTranscript ReportCard StudentAcademicRecord StudentCohortAssociation
            StudentCTEProgramAssociation StudentEducationOrganizationAssociation
            StudentEducationOrganizationResponsibilityAssociation StudentHomelessProgramAssociation
            StudentInterventionAssociation StudentInterventionAttendanceEvent
            StudentLanguageInstructionProgramAssociation StudentMigrantEducationProgramAssociation
            StudentNeglectedOrDelinquentProgramAssociation StudentProgramAssociation
            StudentProgramAttendanceEvent StudentSchoolFoodServiceProgramAssociation
            StudentSpecialEducationProgramAssociation StudentTitleIPartAProgramAssociation
        """,
        "SchoolId": """
            AcademicWeek BellSchedule Calendar CalendarDate ClassPeriod CourseOffering DisciplineIncident
            FeederSchoolAssociation GradebookEntry GradingPeriod Location School Section
            SectionAttendanceTakenEvent Session SurveySectionAssociation
        """,
        "SchoolId StudentUSI": """
            Grade RestraintEvent StudentDisciplineIncidentAssociation
            StudentDisciplineIncidentBehaviorAssociation StudentDisciplineIncidentNonOffenderAssociation
            StudentGradebookEntry StudentSchoolAssociation StudentSchoolAttendanceEvent
            StudentSectionAssociation StudentSectionAttendanceEvent
        """,
        "EducationOrganizationId StaffUSI": """
            ContractedStaff Payroll StaffCohortAssociation StaffEducationOrganizationAssignmentAssociation
            StaffEducationOrganizationContactAssociation StaffEducationOrganizationEmploymentAssociation
        """,
        "StudentUSI": """
            DisciplineAction PostSecondaryEvent Student StudentAssessment StudentCompetencyObjective
            StudentLearningObjective
        """,
        "StaffUSI": """
            Staff StaffAbsenceEvent StaffLeave StaffProgramAssociation SurveyResponseStaffTargetAssociation
            SurveySectionResponseStaffTargetAssociation
        """,
        "": """
            Assessment Survey SurveyResponse
        """,
        "SchoolId StaffUSI": """
            StaffDisciplineIncidentAssociation StaffSchoolAssociation StaffSectionAssociation
        """,
        "CommunityProviderId": """
            CommunityProvider CommunityProviderLicense
        """,
        "EducationOrganizationNetworkId": """
            EducationOrganizationNetwork EducationOrganizationNetworkAssociation
        """,
        "CommunityOrganizationId": """
            CommunityOrganization
        """,
        "EducationServiceCenterId": """
            EducationServiceCenter
        """,
        "LocalEducationAgencyId": """
            LocalEducationAgency
        """,
        "OrganizationDepartmentId": """
            OrganizationDepartment
        """,
        "ParentUSI": """
            Parent
        """,
        "PostSecondaryInstitutionId": """
            PostSecondaryInstitution
        """,
        "StateEducationAgencyId": """
            StateEducationAgency
        """,
        "ParentUSI StudentUSI": """
            StudentParentAssociation
        """,
    },
    "5.1": {
        **_SINCE_5_1,
        "EducationOrganizationId StudentUSI": """
            CourseTranscript ReportCard StudentAcademicRecord
            StudentAssessmentEducationOrganizationAssociation StudentCohortAssociation
            StudentCTEProgramAssociation StudentEducationOrganizationAssociation
            StudentEducationOrganizationResponsibilityAssociation StudentHealth
            StudentHomelessProgramAssociation StudentInterventionAssociation
            StudentInterventionAttendanceEvent StudentLanguageInstructionProgramAssociation
            StudentMigrantEducationProgramAssociation StudentNeglectedOrDelinquentProgramAssociation
            StudentProgramAssociation StudentProgramAttendanceEvent
            StudentSchoolFoodServiceProgramAssociation StudentSpecialEducationProgramAssociation
            StudentSpecialEducationProgramEligibilityAssociation
            StudentTitleIPartAProgramAssociation
        """,
        "": """
            Assessment EvaluationRubricDimension GradebookEntry ProgramEvaluation
            ProgramEvaluationElement ProgramEvaluationObjective Survey SurveyResponse
        """,
    },
    "5.2": {
        **_SINCE_5_1,
        "EducationOrganizationId StudentUSI": """
            CourseTranscript ReportCard StudentAcademicRecord
            StudentAssessmentEducationOrganizationAssociation StudentAssessmentRegistration
            StudentAssessmentRegistrationBatteryPartAssociation StudentCohortAssociation
            StudentCTEProgramAssociation StudentEducationOrganizationAssessmentAccommodation
            StudentEducationOrganizationAssociation StudentEducationOrganizationResponsibilityAssociation
            StudentHealth StudentHomelessProgramAssociation StudentInterventionAssociation
            StudentInterventionAttendanceEvent StudentLanguageInstructionProgramAssociation
            StudentMigrantEducationProgramAssociation StudentNeglectedOrDelinquentProgramAssociation
            StudentProgramAssociation StudentProgramAttendanceEvent
            StudentSchoolFoodServiceProgramAssociation StudentSection504ProgramAssociation
            StudentSpecialEducationProgramAssociation StudentSpecialEducationProgramEligibilityAssociation
            StudentTitleIPartAProgramAssociation
        """,
        "": """
            Assessment AssessmentAdministration AssessmentAdministrationParticipation
            EvaluationRubricDimension GradebookEntry ProgramEvaluation ProgramEvaluationElement
            ProgramEvaluationObjective Survey SurveyResponse
        """,
    },
}

_PROGRAMS_AND_SCHOOLS = {
    "DisciplineAction": "ResponsibilitySchoolId StudentUSI",
    "EvaluationRubricDimension": "ProgramEducationOrganizationId",
    "OrganizationDepartment": "ParentEducationOrganizationId",
    "ProgramEvaluation": "ProgramEducationOrganizationId",
    "ProgramEvaluationElement": "ProgramEducationOrganizationId",
    "ProgramEvaluationObjective": "ProgramEducationOrganizationId",
    "StudentAssessment": "ReportedSchoolId StudentUSI",
}
"""Of v7.2 and v7.3."""

OVERRIDES = {
    "3.3": {"OrganizationDepartment": "ParentEducationOrganizationId"},
    "5.1": _PROGRAMS_AND_SCHOOLS,
    "5.2": _PROGRAMS_AND_SCHOOLS,
}
